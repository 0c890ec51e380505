package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.AclPattern;
import io.tidepost.metadata.acl.AclPermission;
import io.tidepost.metadata.acl.Acls;
import io.tidepost.metadata.acl.PatternType;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Adds access control entries; each succeeds or fails for itself. One that is there already, or
/// that is asked for twice, succeeds and changes nothing.
///
/// @param acls in the order of the request
public record CreateAcls(List<Acl> acls) implements Command<List<@Nullable Failure>> {

  /// Entries that one request may add.
  public static final int ADDED_MAX = 10_000;

  @Override
  public Decision<List<@Nullable Failure>> decide(ControllerContext context) {
    Acls known = context.image().acls();
    List<@Nullable Failure> outcomes = new ArrayList<>(acls.size());
    List<MetadataRecord> records = new ArrayList<>();
    Set<Acl> added = new HashSet<>();
    for (Acl acl : acls) {
      Failure failure = check(acl);
      outcomes.add(failure);
      if (failure == null && !known.contains(acl) && added.add(acl)) {
        records.add(MetadataRecord.of(acl.record(Uuid.random(context.randomness()))));
      }
    }
    if (records.size() > ADDED_MAX) {
      var tooMany =
          new Failure(
              ErrorCode.POLICY_VIOLATION, "Unable to perform excessively large batch operation.");
      return Decision.unchanged(Collections.nCopies(acls.size(), tooMany));
    }
    return new Decision<>(records, outcomes);
  }

  private static @Nullable Failure check(Acl acl) {
    AclPattern pattern = acl.pattern();
    if (pattern.type() == ResourceType.UNKNOWN || pattern.type() == ResourceType.ANY) {
      return invalid("Invalid resourceType " + pattern.type());
    }
    if (pattern.patternType() != PatternType.LITERAL
        && pattern.patternType() != PatternType.PREFIXED) {
      return invalid("Invalid patternType " + pattern.patternType());
    }
    if (acl.operation() == AclOperation.UNKNOWN || acl.operation() == AclOperation.ANY) {
      return invalid("Invalid operation " + acl.operation());
    }
    if (acl.permission() != AclPermission.ALLOW && acl.permission() != AclPermission.DENY) {
      return invalid("Invalid permissionType " + acl.permission());
    }
    if (pattern.name().isEmpty()) {
      return invalid("Invalid empty resource name");
    }
    if (pattern.type() == ResourceType.CLUSTER
        && !pattern.name().equals(ResourceType.CLUSTER_NAME)) {
      return invalid(
          "The only valid name for the CLUSTER resource is " + ResourceType.CLUSTER_NAME);
    }
    if (acl.principal().indexOf(':') < 0) {
      return invalid(
          "Could not parse principal from `"
              + acl.principal()
              + "` (no colon is present separating the principal type from the principal name)");
    }
    return null;
  }

  private static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID_REQUEST, message);
  }
}
