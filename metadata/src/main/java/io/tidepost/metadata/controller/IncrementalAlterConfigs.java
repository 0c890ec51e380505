package io.tidepost.metadata.controller;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sets, removes, appends to and subtracts from single options (KIP-339); each resource succeeds or
/// fails for itself.
///
/// @param changes by resource; no option twice within one
/// @param validateOnly decide everything, change nothing
public record IncrementalAlterConfigs(
    Map<ConfigResource, List<Change>> changes, boolean validateOnly)
    implements Command<Map<ConfigResource, @Nullable Failure>> {

  /// What to do with an option; the order is the protocol's numbering from 0.
  public enum Operation {
    SET,
    DELETE,
    APPEND,
    SUBTRACT
  }

  /// A change of one option.
  ///
  /// @param value ignored for `DELETE`; for `APPEND` and `SUBTRACT` a comma-separated list
  public record Change(Operation operation, String option, @Nullable String value) {}

  @Override
  public Decision<Map<ConfigResource, @Nullable Failure>> decide(ControllerContext context) {
    Map<ConfigResource, @Nullable Failure> outcomes = new LinkedHashMap<>();
    List<MetadataRecord> records = new ArrayList<>();
    changes.forEach(
        (resource, list) -> outcomes.put(resource, alter(context, resource, list, records)));
    ElrOptions.followMinimum(context, records);
    return new Decision<>(validateOnly ? List.of() : records, outcomes);
  }

  private static @Nullable Failure alter(
      ControllerContext context,
      ConfigResource resource,
      List<Change> changes,
      List<MetadataRecord> records) {
    Map<String, String> current = context.image().configs().of(resource);
    Map<String, @Nullable String> altered = new LinkedHashMap<>();
    for (Change change : changes) {
      String old = current.get(change.option());
      boolean ofList =
          change.operation() == Operation.APPEND || change.operation() == Operation.SUBTRACT;
      if (change.value() == null && change.operation() != Operation.DELETE) {
        return new Failure(
            ErrorCode.INVALID_REQUEST, "Null value not supported for : " + change.option());
      }
      ConfigRules rules = context.rules().configs();
      if (ofList && !rules.isList(resource.type(), change.option())) {
        return new Failure(
            ErrorCode.INVALID_CONFIG,
            "Can't "
                + change.operation()
                + " to key "
                + change.option()
                + " because its type is not LIST.");
      }
      String base =
          ofList && old == null ? rules.defaultValue(resource.type(), change.option()) : old;
      altered.put(change.option(), changed(change, base));
    }
    return ConfigChanges.check(context, resource, altered, List.of(), records);
  }

  private static @Nullable String changed(Change change, @Nullable String old) {
    return switch (change.operation()) {
      case SET -> change.value();
      case DELETE -> null;
      case APPEND -> {
        List<String> parts = parts(old);
        for (String value : parts(change.value())) {
          if (!parts.contains(value)) {
            parts.add(value);
          }
        }
        yield String.join(",", parts);
      }
      case SUBTRACT -> {
        List<String> parts = parts(old);
        parts(change.value()).forEach(parts::remove);
        yield String.join(",", parts);
      }
    };
  }

  private static List<String> parts(@Nullable String list) {
    List<String> parts = new ArrayList<>();
    if (list != null) {
      Arrays.stream(list.split(",", -1)).filter(part -> !part.isEmpty()).forEach(parts::add);
    }
    return parts;
  }
}
