package io.tidepost.cli.profile;

import io.tidepost.cli.Addresses;
import io.tidepost.cli.Failure;
import io.tidepost.cli.Nearest;
import io.tidepost.cli.yaml.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/// Reads one profile and notes what is wrong with it.
final class ProfileReader {

  private ProfileReader() {}

  static Profile read(Item item) {
    Map<String, Item> fields =
        item.fields(
            "bootstrap",
            "registry",
            "registry-user",
            "registry-token",
            "registry-ca",
            "properties");
    Item place = fields.get("bootstrap");
    String bootstrap = text(place);
    if (place == null) {
      item.problem("bootstrap: say where its brokers are, as HOST:PORT[,...]");
    } else if (bootstrap != null) {
      try {
        Addresses.parse("bootstrap", bootstrap);
      } catch (Failure e) {
        place.problem(e.sentence());
      }
    }
    Item address = fields.get("registry");
    String registry = text(address);
    if (address != null && registry != null && !registry.matches("https?://.+")) {
      address.problem("should be an address such as http://localhost:8081");
    }
    Map<String, String> properties = new LinkedHashMap<>();
    Item given = fields.get("properties");
    if (given != null) {
      given
          .fields()
          .forEach((key, value) -> {
            String text = value.text();
            if (text != null) {
              properties.put(key, text);
            }
            String slip = slip(key);
            if (!slip.isEmpty()) {
              value.problem("no client knows this property" + slip);
            }
          });
    }
    return new Profile(
        bootstrap == null ? "" : bootstrap,
        registry,
        text(fields.get("registry-user")),
        text(fields.get("registry-token")),
        text(fields.get("registry-ca")),
        properties);
  }

  private static @Nullable String text(@Nullable Item item) {
    return item == null ? null : item.text();
  }

  /// The property that was probably meant, when no client knows this one. Clients may have plugins
  /// with properties of their own, so one that resembles none is let through.
  static String slip(String key) {
    if (AdminClientConfig.configNames().contains(key)) {
      return "";
    }
    Set<String> known = new TreeSet<>(AdminClientConfig.configNames());
    known.addAll(ProducerConfig.configNames());
    known.addAll(ConsumerConfig.configNames());
    return known.contains(key) ? "" : Nearest.hint(key, known);
  }
}
