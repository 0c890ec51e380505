package io.tidepost.operate.key;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/// What a key or a user may do; each role stands for access control entries.
public enum Role {
  /// Read topics, and be a member of groups.
  read,
  /// Write to topics, idempotently and in transactions.
  write,
  /// Everything with topics, groups and transactional ids under a prefix.
  admin;

  /// The entries of this role.
  ///
  /// @param key name of the key, which is also the beginning of the groups and transactional ids
  ///   that it may use in any case
  /// @param resources topics or prefixes
  /// @param groups further groups it may be a member of
  public List<AclBinding> acls(
      String key, Collection<ResourcePattern> resources, Collection<String> groups) {
    var entries = new Entries(Keys.principal(key), "*");
    resources.forEach(topic -> onTopic(entries, topic));
    if (this == write) {
      entries.allow(
          new ResourcePattern(ResourceType.TRANSACTIONAL_ID, key, PatternType.PREFIXED),
          AclOperation.WRITE);
    } else {
      entries.allow(
          new ResourcePattern(ResourceType.GROUP, key, PatternType.PREFIXED), AclOperation.READ);
    }
    for (String group : groups) {
      entries.allow(
          new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL), AclOperation.READ);
    }
    return entries.all;
  }

  /// The entries of this role for anybody.
  ///
  /// @param host they come from; `*` for everywhere
  /// @param topics topic or prefix
  /// @param groups that a reader may be a member of
  /// @param transactions ids that a writer may use
  public List<AclBinding> acls(
      String principal,
      String host,
      ResourcePattern topics,
      @Nullable ResourcePattern groups,
      @Nullable ResourcePattern transactions) {
    var entries = new Entries(principal, host);
    onTopic(entries, topics);
    if (groups != null) {
      entries.allow(groups, AclOperation.READ);
    }
    if (transactions != null) {
      entries.allow(transactions, AclOperation.WRITE);
    }
    return entries.all;
  }

  private void onTopic(Entries entries, ResourcePattern topic) {
    switch (this) {
      case read -> entries.allow(topic, AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);
      case write -> entries.allow(topic, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
      case admin -> {
        entries.allow(topic, AclOperation.ALL);
        entries.allow(like(ResourceType.GROUP, topic), AclOperation.ALL);
        entries.allow(like(ResourceType.TRANSACTIONAL_ID, topic), AclOperation.ALL);
      }
    }
  }

  private static ResourcePattern like(ResourceType type, ResourcePattern topic) {
    return new ResourcePattern(type, topic.name(), topic.patternType());
  }

  /// The role that such entries make, in words.
  public static String of(Collection<AclBinding> acls) {
    boolean reads = false;
    boolean writes = false;
    for (AclBinding acl : acls) {
      if (acl.pattern().resourceType() == ResourceType.TOPIC) {
        AclOperation operation = acl.entry().operation();
        if (operation == AclOperation.ALL) {
          return admin.name();
        }
        reads |= operation == AclOperation.READ;
        writes |= operation == AclOperation.WRITE;
      }
    }
    if (reads && writes) {
      return "read, write";
    }
    return reads ? read.name() : writes ? write.name() : "none";
  }

  /// Entries of one principal.
  private static final class Entries {
    private final String principal;
    private final String host;
    private final List<AclBinding> all = new ArrayList<>();

    Entries(String principal, String host) {
      this.principal = principal;
      this.host = host;
    }

    void allow(ResourcePattern pattern, AclOperation... operations) {
      for (AclOperation operation : operations) {
        all.add(
            new AclBinding(
                pattern,
                new AccessControlEntry(principal, host, operation, AclPermissionType.ALLOW)));
      }
    }
  }
}
