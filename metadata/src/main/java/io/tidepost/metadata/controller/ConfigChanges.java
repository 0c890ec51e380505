package io.tidepost.metadata.controller;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.TopicNames;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.ConfigRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What all changes of configurations have in common: the resource's name, the rules for options,
/// the operator's policy, and the records.
final class ConfigChanges {

  private ConfigChanges() {}

  /// Judges a change of one resource and adds its records.
  ///
  /// @param altered options named in the request, `null` to remove
  /// @param removed options that disappear without being named; policies are not told
  /// @return why not, and then no record was added; or `null`
  static @Nullable Failure check(
      ControllerContext context,
      ConfigResource resource,
      Map<String, @Nullable String> altered,
      List<String> removed,
      List<MetadataRecord> records) {
    Map<String, String> current = context.image().configs().of(resource);
    Map<String, @Nullable String> effective = new LinkedHashMap<>();
    altered.forEach((option, value) -> {
      // Brokers reload files and the like when an option is set anew to the same value.
      if (resource.type() == ConfigResource.Type.BROKER
          || !Objects.equals(current.get(option), value)) {
        effective.put(option, value);
      }
    });
    Map<String, String> proposed = new TreeMap<>(current);
    removed.forEach(proposed::remove);
    effective.forEach((option, value) -> {
      if (value == null) {
        proposed.remove(option);
      } else {
        proposed.put(option, value);
      }
    });
    Failure failure = checkName(resource);
    if (failure == null) {
      failure = ElrOptions.check(context.image(), resource, effective);
    }
    if (failure == null) {
      failure = context.rules().configs().check(resource, proposed, current);
    }
    if (failure == null) {
      failure = checkExists(context, resource);
    }
    if (failure == null) {
      String violation = context.rules().policy().checkConfigs(resource, effective);
      failure = violation == null ? null : new Failure(ErrorCode.POLICY_VIOLATION, violation);
    }
    if (failure == null) {
      List<String> names = new ArrayList<>(effective.keySet());
      names.forEach(option -> records.add(record(resource, option, effective.get(option))));
      removed.forEach(option -> records.add(record(resource, option, null)));
    }
    return failure;
  }

  private static @Nullable Failure checkName(ConfigResource resource) {
    String name = resource.name();
    return switch (resource.type()) {
      case TOPIC -> {
        if (name.isEmpty()) {
          yield invalid("Default topic resources are not allowed.");
        }
        String why = TopicNames.whyInvalid(name);
        yield why == null ? null : new Failure(ErrorCode.INVALID_TOPIC_EXCEPTION, why);
      }
      case BROKER -> name.isEmpty() ? null : checkBrokerName(name);
      case GROUP -> name.isEmpty() ? invalid("Default group resources are not allowed.") : null;
      case CLIENT_METRICS -> name.isEmpty() ? invalid("Subscription name can't be empty") : null;
      case BROKER_LOGGER -> invalid("Unknown resource type BROKER_LOGGER");
    };
  }

  private static @Nullable Failure checkBrokerName(String name) {
    try {
      return Integer.parseInt(name) < 0 ? invalid("Invalid negative broker ID.") : null;
    } catch (NumberFormatException e) {
      return invalid("Unable to parse broker name as a base 10 number.");
    }
  }

  private static @Nullable Failure checkExists(ControllerContext context, ConfigResource resource) {
    return switch (resource.type()) {
      case TOPIC ->
          context.image().topics().byName(resource.name()) == null
              ? new Failure(
                  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                  "The topic '" + resource.name() + "' does not exist.")
              : null;
      case BROKER ->
          !resource.name().isEmpty()
                  && !context.image().brokers().containsKey(Integer.parseInt(resource.name()))
              ? new Failure(
                  ErrorCode.BROKER_ID_NOT_REGISTERED,
                  "No broker with id " + resource.name() + " found.")
              : null;
      case GROUP, CLIENT_METRICS, BROKER_LOGGER -> null;
    };
  }

  static MetadataRecord record(ConfigResource resource, String option, @Nullable String value) {
    var record = new ConfigRecord();
    record.resourceType = resource.type().code();
    record.resourceName = resource.name();
    record.name = option;
    record.value = value;
    return MetadataRecord.of(record);
  }

  private static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID_REQUEST, message);
  }
}
