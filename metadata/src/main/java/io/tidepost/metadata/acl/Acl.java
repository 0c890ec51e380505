package io.tidepost.metadata.acl;

import io.tidepost.base.Uuid;
import io.tidepost.wire.record.AccessControlEntryRecord;

/// An access control entry: somebody may, or may not, do something to some resources.
///
/// @param pattern the resources
/// @param principal who, such as `User:alice`; `User:*` is everybody
/// @param host the address they come from as text; `*` is anywhere
/// @param operation what they do
/// @param permission whether they may
public record Acl(
    AclPattern pattern,
    String principal,
    String host,
    AclOperation operation,
    AclPermission permission) {

  /// The principal that stands for every user.
  public static final String EVERYBODY = "User:*";

  /// The host that stands for every address.
  public static final String ANYWHERE = "*";

  /// The entry that a metadata record holds.
  public static Acl of(AccessControlEntryRecord record) {
    return new Acl(
        new AclPattern(
            ResourceType.of(record.resourceType),
            PatternType.of(record.patternType),
            record.resourceName),
        record.principal,
        record.host,
        AclOperation.of(record.operation),
        AclPermission.of(record.permissionType));
  }

  /// The entry as a metadata record.
  public AccessControlEntryRecord record(Uuid id) {
    var record = new AccessControlEntryRecord();
    record.id = id;
    record.resourceType = pattern.type().code();
    record.patternType = pattern.patternType().code();
    record.resourceName = pattern.name();
    record.principal = principal;
    record.host = host;
    record.operation = operation.code();
    record.permissionType = permission.code();
    return record;
  }

  /// Whether it is about somebody who comes from this address.
  boolean isAbout(String who, String address) {
    return (principal.equals(who) || principal.equals(EVERYBODY))
        && (host.equals(address) || host.equals(ANYWHERE));
  }
}
