package io.tidepost.metadata.controller;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Replaces everything that is set on a resource (the API that IncrementalAlterConfigs succeeded);
/// each resource succeeds or fails for itself.
///
/// @param configs what shall be set afterwards, by resource
/// @param validateOnly decide everything, change nothing
public record LegacyAlterConfigs(
    Map<ConfigResource, Map<String, String>> configs, boolean validateOnly)
    implements Command<Map<ConfigResource, @Nullable Failure>> {

  @Override
  public Decision<Map<ConfigResource, @Nullable Failure>> decide(ControllerContext context) {
    Map<ConfigResource, @Nullable Failure> outcomes = new LinkedHashMap<>();
    List<MetadataRecord> records = new ArrayList<>();
    configs.forEach((resource, wanted) -> {
      List<String> removed = new ArrayList<>(context.image().configs().of(resource).keySet());
      removed.removeAll(wanted.keySet());
      outcomes.put(
          resource,
          ConfigChanges.check(context, resource, new LinkedHashMap<>(wanted), removed, records));
    });
    ElrOptions.followMinimum(context, records);
    return new Decision<>(validateOnly ? List.of() : records, outcomes);
  }
}
