package io.tidepost.cli.quota;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Nearest;
import io.tidepost.cli.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidepost quota set`.
@Command(
    name = "set",
    description = {
      "Set bounds for a user, a client id, both together, or an address. The most specific one that"
          + " is there counts. Keys: producer_byte_rate and consumer_byte_rate (bytes a second),"
          + " request_percentage, controller_mutation_rate (partitions made or deleted a second);"
          + " for addresses connection_creation_rate (a second)."
    },
    footer = {
      "  tidepost quota set --user ada producer_byte_rate=1048576 consumer_byte_rate=2097152",
      "  tidepost quota set --user '*' request_percentage=50",
      "  tidepost quota set --ip 10.0.0.7 connection_creation_rate=5"
    })
final class QuotaSet extends KafkaCommand {

  static final List<String> KEYS =
      List.of(
          "producer_byte_rate",
          "consumer_byte_rate",
          "request_percentage",
          "controller_mutation_rate",
          "connection_creation_rate");

  @Mixin Entity whose = new Entity();

  @Parameters(arity = "1..*", paramLabel = "KEY=NUMBER", description = "Bounds.")
  Map<String, String> bounds = new LinkedHashMap<>();

  @Override
  protected int run(Admin admin) throws Exception {
    Map<String, @Nullable Double> values = new LinkedHashMap<>();
    bounds.forEach((key, text) -> {
      try {
        values.put(key, Double.valueOf(text));
      } catch (NumberFormatException e) {
        throw new Failure("a bound is a number, as in " + key + "=1048576, not '" + text + "'", e);
      }
    });
    print(alter(admin, whose.entity(), values));
    return OK;
  }

  /// @param values by key; `null` removes
  static Table alter(Admin admin, ClientQuotaEntity entity, Map<String, @Nullable Double> values)
      throws InterruptedException, ExecutionException {
    List<ClientQuotaAlteration.Op> operations = new ArrayList<>();
    values.forEach((key, value) -> operations.add(new ClientQuotaAlteration.Op(key, value)));
    try {
      admin.alterClientQuotas(List.of(new ClientQuotaAlteration(entity, operations))).all().get();
    } catch (ExecutionException e) {
      Throwable cause = Explain.unwrap(e);
      if (!(cause instanceof InvalidRequestException)) {
        throw e;
      }
      String hint =
          values.keySet().stream()
              .filter(key -> !KEYS.contains(key))
              .map(key -> Nearest.hint(key, KEYS))
              .findFirst()
              .orElse("");
      throw new Failure("nothing was changed: " + Explain.sentence(cause) + hint, cause);
    }
    var table = new Table("user", "clientId", "ip", "key", "value");
    values.forEach((key, value) ->
        table.row(
            Entity.shown(entity, ClientQuotaEntity.USER),
            Entity.shown(entity, ClientQuotaEntity.CLIENT_ID),
            Entity.shown(entity, ClientQuotaEntity.IP),
            key,
            value == null ? null : plain(value)));
    return table;
  }

  /// A whole number where it is one.
  static Number plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Number) (long) value : value;
  }
}
