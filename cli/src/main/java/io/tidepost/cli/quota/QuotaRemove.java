package io.tidepost.cli.quota;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidepost quota remove`.
@Command(
    name = "remove",
    description =
        "Remove bounds: those with these keys, or all that this user, client id, pair or"
            + " address has.",
    footer = {
      "  tidepost quota remove --user ada producer_byte_rate",
      "  tidepost quota remove --user ada --client-id loader"
    })
final class QuotaRemove extends KafkaCommand {

  @Mixin Entity whose = new Entity();

  @Parameters(arity = "0..*", paramLabel = "KEY", description = "Default: all.")
  List<String> keys = List.of();

  @Override
  protected int run(Admin admin) throws Exception {
    ClientQuotaEntity entity = whose.entity();
    List<ClientQuotaFilterComponent> exactly =
        entity.entries().entrySet().stream()
            .map(part ->
                part.getValue() == null
                    ? ClientQuotaFilterComponent.ofDefaultEntity(part.getKey())
                    : ClientQuotaFilterComponent.ofEntity(part.getKey(), part.getValue()))
            .toList();
    Map<String, Double> there =
        admin
            .describeClientQuotas(ClientQuotaFilter.containsOnly(exactly))
            .entities()
            .get()
            .getOrDefault(entity, Map.of());
    Map<String, @Nullable Double> doomed = new LinkedHashMap<>();
    for (String key : keys.isEmpty() ? there.keySet() : keys) {
      if (!there.containsKey(key)) {
        throw new Failure(
            "there is no bound '"
                + key
                + "' here"
                + (there.isEmpty() ? "" : ", only " + String.join(", ", there.keySet())));
      }
      doomed.put(key, null);
    }
    if (doomed.isEmpty()) {
      throw new Failure("there are no bounds here; 'tidepost quota list' shows those there are");
    }
    print(QuotaSet.alter(admin, entity, doomed));
    return OK;
  }
}
