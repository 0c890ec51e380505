package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclFilter;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.RemoveAccessControlEntryRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Removes the access control entries that filters select; each filter succeeds or fails for
/// itself.
///
/// @param filters in the order of the request
public record DeleteAcls(List<AclFilter> filters) implements Command<List<DeleteAcls.Outcome>> {

  /// Entries that one request may remove; one more, and the filter that asks for it fails.
  public static final int REMOVED_MAX = 10_000;

  /// What came of a filter.
  ///
  /// @param failure why it failed, or `null`
  /// @param selected what it selected; removed when it did not fail
  public record Outcome(@Nullable Failure failure, List<Acl> selected) {}

  @Override
  public Decision<List<Outcome>> decide(ControllerContext context) {
    Set<Uuid> removed = new LinkedHashSet<>();
    List<Outcome> outcomes = new ArrayList<>();
    filters.forEach(filter -> outcomes.add(remove(context, filter, removed)));
    List<MetadataRecord> records = new ArrayList<>();
    for (Uuid id : removed) {
      var record = new RemoveAccessControlEntryRecord();
      record.id = id;
      records.add(MetadataRecord.of(record));
    }
    return new Decision<>(records, outcomes);
  }

  private static Outcome remove(ControllerContext context, AclFilter filter, Set<Uuid> removed) {
    if (filter.hasUnknownPattern()) {
      return refused(ErrorCode.INVALID_REQUEST, "Unknown patternFilter.");
    }
    if (filter.hasUnknownEntry()) {
      return refused(ErrorCode.INVALID_REQUEST, "Unknown entryFilter.");
    }
    List<Acl> selected = new ArrayList<>();
    Set<Uuid> ids = new LinkedHashSet<>(removed);
    context
        .image()
        .acls()
        .forEach((id, acl) -> {
          if (filter.selects(acl)) {
            selected.add(acl);
            ids.add(id);
          }
        });
    if (ids.size() > REMOVED_MAX) {
      return refused(
          ErrorCode.UNKNOWN_SERVER_ERROR,
          "Cannot remove more than " + REMOVED_MAX + " acls in a single delete operation.");
    }
    removed.addAll(ids);
    return new Outcome(null, selected);
  }

  private static Outcome refused(ErrorCode error, String message) {
    return new Outcome(new Failure(error, message), List.of());
  }
}
