package io.tidepost.broker.api;

import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the two requests that change configurations check alike before the controller is asked.
final class ConfigRequests {

  private final int nodeId;
  private final Set<Integer> brokers;
  private final Map<List<Object>, Integer> occurrences = new HashMap<>();

  ConfigRequests(BrokerContext context) {
    this.nodeId = context.nodeId();
    this.brokers = context.image().brokers().keySet();
  }

  /// Takes note of a resource, so that one named twice is told.
  void count(byte type, String name) {
    occurrences.merge(List.of(type, name), 1, Integer::sum);
  }

  /// The resource; `null` when its type is unknown.
  static @Nullable ConfigResource resource(byte type, String name) {
    ConfigResource.Type known = ConfigResource.Type.of(type);
    return known == null ? null : new ConfigResource(known, name);
  }

  static Failure unknownType(byte type) {
    return invalid("Unknown resource type " + type);
  }

  /// Judges one resource.
  ///
  /// @param values the new value of each option
  /// @param optionTwice whether an option is named twice
  /// @return why not, or `null`
  @Nullable Failure check(
      byte type, String name, Map<String, @Nullable String> values, boolean optionTwice) {
    if (occurrences.getOrDefault(List.of(type, name), 0) > 1) {
      return invalid("Each resource must appear at most once.");
    }
    if (optionTwice) {
      return invalid("Error due to duplicate config keys");
    }
    List<String> withoutValue =
        values.entrySet().stream()
            .filter(each -> each.getValue() == null)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (!withoutValue.isEmpty()) {
      return invalid("Null value not supported for : " + String.join(", ", withoutValue));
    }
    ConfigResource.Type known = ConfigResource.Type.of(type);
    if (known == null) {
      return unknownType(type);
    }
    return known == ConfigResource.Type.BROKER && !name.isEmpty() ? checkBrokerName(name) : null;
  }

  /// What those hear who may not do this to the resource's configuration, `null` for those who may.
  ///
  /// @param operation to describe or to alter configurations
  static @Nullable Failure forbidden(
      Authorizations authorizations,
      RequestContext caller,
      AclOperation operation,
      ConfigResource resource) {
    ResourceType type =
        switch (resource.type()) {
          case TOPIC -> ResourceType.TOPIC;
          case GROUP -> ResourceType.GROUP;
          case BROKER, BROKER_LOGGER, CLIENT_METRICS -> ResourceType.CLUSTER;
        };
    String name = type == ResourceType.CLUSTER ? ResourceType.CLUSTER_NAME : resource.name();
    return authorizations.allow(caller, operation, type, name) ? null : Failure.of(type.refusal());
  }

  private @Nullable Failure checkBrokerName(String name) {
    try {
      return Integer.parseInt(name) == nodeId || brokers.contains(Integer.valueOf(name))
          ? null
          : invalid("Unexpected broker id, expected " + nodeId + ", but received " + name);
    } catch (NumberFormatException e) {
      return invalid("Node id must be an integer, but it is: " + name);
    }
  }

  private static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID_REQUEST, message);
  }
}
