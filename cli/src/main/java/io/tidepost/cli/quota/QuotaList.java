package io.tidepost.cli.quota;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidepost quota list`.
@Command(
    name = "list",
    description = {
      "List bounds: all of them, or those that name a user, client id or address. Rates are bytes"
          + " or events a second, request_percentage is a share of the request threads."
    },
    footer = {"  tidepost quota list", "  tidepost quota list --user ada -o json"})
final class QuotaList extends KafkaCommand {

  @Mixin Entity whose = new Entity();

  @Override
  protected int run(Admin admin) throws Exception {
    List<ClientQuotaFilterComponent> parts = new ArrayList<>();
    whose
        .given()
        .forEach((kind, name) ->
            parts.add(
                Entity.EVERY.equals(name)
                    ? ClientQuotaFilterComponent.ofDefaultEntity(kind)
                    : ClientQuotaFilterComponent.ofEntity(kind, name)));
    Map<ClientQuotaEntity, Map<String, Double>> found =
        new TreeMap<>(Comparator.comparing(QuotaList::order));
    found.putAll(admin.describeClientQuotas(ClientQuotaFilter.contains(parts)).entities().get());
    var table = new Table("user", "clientId", "ip", "key", "value");
    found.forEach((entity, bounds) ->
        new TreeMap<>(bounds)
            .forEach((key, value) ->
                table.row(
                    Entity.shown(entity, ClientQuotaEntity.USER),
                    Entity.shown(entity, ClientQuotaEntity.CLIENT_ID),
                    Entity.shown(entity, ClientQuotaEntity.IP),
                    key,
                    QuotaSet.plain(value))));
    print(table);
    return OK;
  }

  private static String order(ClientQuotaEntity entity) {
    return Entity.shown(entity, ClientQuotaEntity.IP)
        + "\0"
        + Entity.shown(entity, ClientQuotaEntity.USER)
        + "\0"
        + Entity.shown(entity, ClientQuotaEntity.CLIENT_ID);
  }
}
