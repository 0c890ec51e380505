package io.tidepost.cli.clientmetrics;

import io.tidepost.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.common.config.ConfigResource;

/// The subscriptions there are, as resources of the type `client-metrics`.
final class Subscriptions {

  private Subscriptions() {}

  static ConfigResource resource(String name) {
    return new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name);
  }

  /// All of them with their options, by name.
  static Map<String, Config> all(Admin admin) throws InterruptedException, ExecutionException {
    List<ConfigResource> resources =
        new ArrayList<>(
            admin
                .listConfigResources(
                    Set.of(ConfigResource.Type.CLIENT_METRICS), new ListConfigResourcesOptions())
                .all()
                .get());
    Map<String, Config> found = new TreeMap<>();
    if (!resources.isEmpty()) {
      admin
          .describeConfigs(resources)
          .all()
          .get()
          .forEach((resource, config) -> found.put(resource.name(), config));
    }
    return found;
  }

  /// Fails when there is none of this name.
  static Config find(Admin admin, String name) throws InterruptedException, ExecutionException {
    Map<String, Config> all = all(admin);
    Config found = all.get(name);
    if (found == null) {
      throw new Failure(
          "there is no subscription '%s'; there are: %s"
              .formatted(name, all.isEmpty() ? "none" : String.join(", ", all.keySet())));
    }
    return found;
  }

  static String value(Config config, String option) {
    ConfigEntry entry = config.get(option);
    return entry == null || entry.value() == null ? "" : entry.value();
  }
}
