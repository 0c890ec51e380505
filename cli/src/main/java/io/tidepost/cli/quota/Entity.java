package io.tidepost.cli.quota;

import io.tidepost.cli.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say whose bound it is. `*` is every one that has no bound of its own.
final class Entity {

  static final String EVERY = "*";

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "A user; '*' is every one without a bound of its own.")
  @Nullable String user;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "A client id, alone or together with --user; '*' as above.")
  @Nullable String clientId;

  @Option(
      names = "--ip",
      paramLabel = "ADDRESS",
      description = "An address that clients come from; '*' as above.")
  @Nullable String ip;

  /// What was given, by Kafka's names of the kinds.
  Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, ClientQuotaEntity.USER, user);
    put(given, ClientQuotaEntity.CLIENT_ID, clientId);
    put(given, ClientQuotaEntity.IP, ip);
    return given;
  }

  private static void put(Map<String, String> given, String kind, @Nullable String name) {
    if (name != null) {
      given.put(kind, name);
    }
  }

  /// Whose it is; fails when nobody was named.
  ClientQuotaEntity entity() {
    Map<String, @Nullable String> names = new LinkedHashMap<>();
    given().forEach((kind, name) -> names.put(kind, EVERY.equals(name) ? null : name));
    if (names.isEmpty()) {
      throw new Failure("say whose: --user, --client-id, both, or --ip");
    }
    if (ip != null && names.size() > 1) {
      throw new Failure("--ip stands alone: addresses are bounded apart from users and client ids");
    }
    return new ClientQuotaEntity(names);
  }

  /// The name as it is shown: `null` when the kind does not matter, `*` for every one.
  static @Nullable String shown(ClientQuotaEntity entity, String kind) {
    if (!entity.entries().containsKey(kind)) {
      return null;
    }
    String name = entity.entries().get(kind);
    return name == null ? EVERY : name;
  }
}
