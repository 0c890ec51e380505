package io.tidepost.broker.plugin;

import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclFilter;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.AclPattern;
import io.tidepost.metadata.acl.AclPermission;
import io.tidepost.metadata.acl.PatternType;
import io.tidepost.metadata.acl.ResourceType;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/// Access control entries in Kafka's classes and back; both sides have the protocol's numbers.
final class KafkaAcls {

  private KafkaAcls() {}

  static org.apache.kafka.common.resource.ResourceType type(ResourceType type) {
    return org.apache.kafka.common.resource.ResourceType.fromCode(type.code());
  }

  static org.apache.kafka.common.acl.AclOperation operation(AclOperation operation) {
    return org.apache.kafka.common.acl.AclOperation.fromCode(operation.code());
  }

  private static org.apache.kafka.common.resource.PatternType patternType(PatternType type) {
    return org.apache.kafka.common.resource.PatternType.fromCode(type.code());
  }

  static AclBinding binding(Acl acl) {
    return new AclBinding(
        new ResourcePattern(
            type(acl.pattern().type()),
            acl.pattern().name(),
            patternType(acl.pattern().patternType())),
        new AccessControlEntry(
            acl.principal(),
            acl.host(),
            operation(acl.operation()),
            AclPermissionType.fromCode(acl.permission().code())));
  }

  static Acl acl(AclBinding binding) {
    return new Acl(
        new AclPattern(
            ResourceType.of(binding.pattern().resourceType().code()),
            PatternType.of(binding.pattern().patternType().code()),
            binding.pattern().name()),
        binding.entry().principal(),
        binding.entry().host(),
        AclOperation.of(binding.entry().operation().code()),
        AclPermission.of(binding.entry().permissionType().code()));
  }

  static AclBindingFilter filter(AclFilter filter) {
    return new AclBindingFilter(
        new ResourcePatternFilter(
            type(filter.type()), filter.name(), patternType(filter.patternType())),
        new AccessControlEntryFilter(
            filter.principal(),
            filter.host(),
            operation(filter.operation()),
            AclPermissionType.fromCode(filter.permission().code())));
  }
}
