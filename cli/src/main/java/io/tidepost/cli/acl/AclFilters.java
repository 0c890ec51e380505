package io.tidepost.cli.acl;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options that select entries; what is left out selects all.
final class AclFilters {

  @Mixin AclResources resources = new AclResources();

  @Mixin AclPrincipals principals = new AclPrincipals();

  @Option(
      names = "--applying",
      description =
          "Select every entry that applies to the resources named: their own, prefixed ones, and"
              + " those of *.")
  boolean applying;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Entries for that host.")
  @Nullable String host;

  @Option(
      names = "--operation",
      paramLabel = "OPERATION",
      description = "Entries about that operation.")
  @Nullable AclOperation operation;

  /// Whether anything restricts the selection.
  boolean isEmpty() {
    return resources.patterns().isEmpty()
        && principals.all().isEmpty()
        && host == null
        && operation == null;
  }

  /// One filter per resource and principal.
  List<AclBindingFilter> filters() {
    List<ResourcePatternFilter> patterns = new ArrayList<>();
    for (ResourcePattern pattern : resources.patterns()) {
      patterns.add(
          new ResourcePatternFilter(
              pattern.resourceType(),
              pattern.name(),
              applying ? PatternType.MATCH : pattern.patternType()));
    }
    if (patterns.isEmpty()) {
      patterns.add(ResourcePatternFilter.ANY);
    }
    List<AclBindingFilter> filters = new ArrayList<>();
    for (ResourcePatternFilter pattern : patterns) {
      if (principals.all().isEmpty()) {
        filters.add(new AclBindingFilter(pattern, entry(null)));
      }
      principals.all().forEach(who -> filters.add(new AclBindingFilter(pattern, entry(who))));
    }
    return filters;
  }

  private AccessControlEntryFilter entry(@Nullable String principal) {
    return new AccessControlEntryFilter(
        principal, host, operation == null ? AclOperation.ANY : operation, AclPermissionType.ANY);
  }
}
