package io.tidepost.broker.option;

import io.tidepost.base.option.InvalidOptionException;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionSet;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Origin;
import java.util.List;
import java.util.Map;

/// Which options a group can have, within the bounds that the broker sets.
final class GroupConfigRules {

  /// Options with a least or a most value among the broker's, `group.<kind>.{min,max}.<rest>`.
  private static final List<String> BOUNDED =
      List.of(
          "consumer.heartbeat.interval.ms",
          "consumer.session.timeout.ms",
          "consumer.assignment.interval.ms",
          "share.heartbeat.interval.ms",
          "share.session.timeout.ms",
          "share.record.lock.duration.ms",
          "share.delivery.count.limit",
          "share.partition.max.record.locks",
          "share.assignment.interval.ms",
          "streams.heartbeat.interval.ms",
          "streams.session.timeout.ms",
          "streams.num.standby.replicas",
          "streams.task.offset.interval.ms",
          "streams.assignment.interval.ms");

  private GroupConfigRules() {}

  /// Complains about the first thing that is wrong.
  ///
  /// @param broker supplies defaults and bounds
  /// @param proposed everything that would be set on the group
  /// @throws InvalidOptionException with Kafka's message
  static void check(Options broker, Map<String, String> proposed) {
    for (String name : proposed.keySet()) {
      if (GroupOptions.ALL.find(name) == null) {
        throw InvalidOptionException.of(name, "Unknown group config name: " + name);
      }
    }
    Options group = Options.over(broker, GroupOptions.ALL, Origin.Source.GROUP, proposed);
    for (String name : BOUNDED) {
      if (proposed.containsKey(name)) {
        checkBounds(broker, name, number(group, GroupOptions.ALL, name));
      }
    }
    for (String kind : List.of("consumer", "share", "streams")) {
      String session = kind + ".session.timeout.ms";
      String heartbeat = kind + ".heartbeat.interval.ms";
      if (number(group, GroupOptions.ALL, session) <= number(group, GroupOptions.ALL, heartbeat)) {
        throw InvalidOptionException.of(session, session + " must be greater than " + heartbeat);
      }
    }
  }

  private static void checkBounds(Options broker, String name, long value) {
    int dot = name.indexOf('.');
    String kind = "group." + name.substring(0, dot);
    String rest =
        name.equals("streams.num.standby.replicas") ? "standby.replicas" : name.substring(dot + 1);
    String least = kind + ".min." + rest;
    String most = kind + ".max." + rest;
    if (BrokerOptions.ALL.find(least) != null && value < number(broker, BrokerOptions.ALL, least)) {
      throw InvalidOptionException.of(name, name + " must be greater than or equal to " + least);
    }
    if (BrokerOptions.ALL.find(most) != null && value > number(broker, BrokerOptions.ALL, most)) {
      throw InvalidOptionException.of(name, name + " must be less than or equal to " + most);
    }
  }

  private static long number(Options options, OptionSet set, String name) {
    Option<?> option = set.find(name);
    if (option == null) {
      throw new IllegalStateException("there is no option " + name);
    }
    return ((Number) options.get(option)).longValue();
  }
}
