package io.tidepost.broker.option;

import io.tidepost.base.option.InvalidOptionException;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionSet;
import io.tidepost.base.option.OptionType;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Origin;
import io.tidepost.log.option.TopicOptions;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.controller.ConfigRules;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the controller may be asked to set, read from the declarations. Errors and messages are
/// Kafka's. Any thread.
public final class BrokerConfigRules implements ConfigRules {

  private final DynamicOptions broker;
  private final Function<Map<String, String>, @Nullable String> listeners;

  /// @param broker supplies the defaults of topics and groups
  public BrokerConfigRules(DynamicOptions broker) {
    this(broker, proposed -> null);
  }

  /// @param listeners says why the listeners could not work with what is proposed, or `null`
  public BrokerConfigRules(
      DynamicOptions broker, Function<Map<String, String>, @Nullable String> listeners) {
    this.broker = broker;
    this.listeners = listeners;
  }

  @Override
  public @Nullable Failure check(
      ConfigResource resource, Map<String, String> proposed, Map<String, String> current) {
    try {
      switch (resource.type()) {
        case TOPIC -> TopicConfigRules.check(broker.current(), proposed);
        case GROUP -> GroupConfigRules.check(broker.current(), proposed);
        case CLIENT_METRICS -> ClientMetricsRules.check(proposed);
        case BROKER -> checkBroker(!resource.name().isEmpty(), proposed);
        case BROKER_LOGGER ->
            throw new IllegalArgumentException("loggers are not kept in metadata");
      }
      return null;
    } catch (InvalidOptionException e) {
      boolean invalidRequest =
          resource.type() == ConfigResource.Type.BROKER
              || resource.type() == ConfigResource.Type.CLIENT_METRICS
                  && ClientMetricsRules.isInvalidRequest(e);
      return new Failure(
          invalidRequest ? ErrorCode.INVALID_REQUEST : ErrorCode.INVALID_CONFIG,
          String.valueOf(e.getMessage()));
    }
  }

  private void checkBroker(boolean oneBroker, Map<String, String> proposed) {
    List<String> fixed =
        proposed.keySet().stream().filter(BrokerConfigRules::isFixed).sorted().toList();
    if (!fixed.isEmpty()) {
      throw InvalidOptionException.of(
          fixed.getFirst(), "Cannot update these configs dynamically: " + fixed);
    }
    List<String> security =
        proposed.keySet().stream().filter(BrokerConfigRules::isOfListener).sorted().toList();
    if (!security.isEmpty()) {
      throw InvalidOptionException.of(
          security.getFirst(),
          "These security configs can be dynamically updated only per-listener using the listener"
              + " prefix: "
              + security);
    }
    if (!oneBroker) {
      List<String> single =
          proposed.keySet().stream().filter(BrokerConfigRules::isPerBroker).sorted().toList();
      if (!single.isEmpty()) {
        throw InvalidOptionException.of(
            single.getFirst(),
            "Cannot update these configs at default cluster level, broker id must be specified: "
                + single);
      }
    }
    checkListeners(oneBroker, proposed);
    Options after = broker.startup().with(Origin.Source.DYNAMIC_BROKER, proposed);
    List<OptionRules.Violation> violations = OptionRules.check(after);
    if (!violations.isEmpty()) {
      OptionRules.Violation first = violations.getFirst();
      throw InvalidOptionException.of(first.option().name(), first.option() + " " + first.what());
    }
  }

  private void checkListeners(boolean oneBroker, Map<String, String> proposed) {
    List<String> own =
        proposed.keySet().stream()
            .filter(name -> name.startsWith(ListenerSettings.PREFIX))
            .sorted()
            .toList();
    if (own.isEmpty()) {
      return;
    }
    if (!oneBroker) {
      throw InvalidOptionException.of(
          own.getFirst(),
          "Cannot update these configs at default cluster level, broker id must be specified: "
              + own);
    }
    for (String name : own) {
      Option<?> option = ListenerSettings.option(name);
      if (option != null) {
        option.parse(String.valueOf(proposed.get(name)));
      }
    }
    String why = listeners.apply(proposed);
    if (why != null) {
      throw InvalidOptionException.of(own.getFirst(), why);
    }
  }

  /// Whether a change would have to wait for a restart. Names nobody knows may be a plugin's.
  private static boolean isFixed(String name) {
    Option<?> option =
        name.startsWith(ListenerSettings.PREFIX)
            ? ListenerSettings.option(name)
            : BrokerOptions.ALL.find(name);
    return option != null && !option.scope().dynamic();
  }

  /// Whether it is an option of TLS or SASL, which differ by listener.
  private static boolean isOfListener(String name) {
    return isPerBroker(name) && (name.startsWith("ssl.") || name.startsWith("sasl."));
  }

  private static boolean isPerBroker(String name) {
    Option<?> option = BrokerOptions.ALL.find(name);
    return option != null && option.scope() == io.tidepost.base.option.Scope.PER_BROKER;
  }

  @Override
  public boolean isList(ConfigResource.Type type, String option) {
    Option<?> found = find(type, option);
    return found != null && found.type() == OptionType.LIST;
  }

  @Override
  public @Nullable String defaultValue(ConfigResource.Type type, String option) {
    Option<?> found = find(type, option);
    if (found == null) {
      return null;
    }
    Options broker = this.broker.current();
    Options values =
        switch (type) {
          case TOPIC -> Options.over(broker, TopicOptions.ALL, Origin.Source.TOPIC, Map.of());
          case GROUP -> Options.over(broker, GroupOptions.ALL, Origin.Source.GROUP, Map.of());
          default -> this.broker.startup();
        };
    return values.text(found);
  }

  private static @Nullable Option<?> find(ConfigResource.Type type, String option) {
    OptionSet set =
        switch (type) {
          case TOPIC -> TopicOptions.ALL;
          case GROUP -> GroupOptions.ALL;
          case BROKER -> BrokerOptions.ALL;
          case BROKER_LOGGER, CLIENT_METRICS -> null;
        };
    return set == null ? null : set.find(option);
  }
}
