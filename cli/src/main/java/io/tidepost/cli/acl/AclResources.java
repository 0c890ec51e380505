package io.tidepost.cli.acl;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import picocli.CommandLine.Option;

/// Options that name resources: each may be repeated.
final class AclResources {

  private static final String CLUSTER = "kafka-cluster";

  @Option(names = "--topic", paramLabel = "TOPIC", description = "A topic; * is every topic.")
  List<String> topics = new ArrayList<>();

  @Option(names = "--group", paramLabel = "GROUP", description = "A group; * is every group.")
  List<String> groups = new ArrayList<>();

  @Option(
      names = "--transactional-id",
      paramLabel = "ID",
      description = "A transactional id; * is every one.")
  List<String> transactionalIds = new ArrayList<>();

  @Option(
      names = "--delegation-token",
      paramLabel = "ID",
      description = "A delegation token; * is every one.")
  List<String> tokens = new ArrayList<>();

  @Option(
      names = "--user-principal",
      paramLabel = "PRINCIPAL",
      description = "A user for whom tokens are made or described, such as User:bob.")
  List<String> users = new ArrayList<>();

  @Option(names = "--cluster", description = "The cluster itself.")
  boolean cluster;

  @Option(
      names = "--prefixed",
      description = "The names given are beginnings of names; without it they are whole names.")
  boolean prefixed;

  /// What was named.
  List<ResourcePattern> patterns() {
    List<ResourcePattern> patterns = new ArrayList<>();
    add(patterns, ResourceType.TOPIC, topics);
    add(patterns, ResourceType.GROUP, groups);
    add(patterns, ResourceType.TRANSACTIONAL_ID, transactionalIds);
    add(patterns, ResourceType.DELEGATION_TOKEN, tokens);
    add(patterns, ResourceType.USER, users);
    if (cluster) {
      patterns.add(new ResourcePattern(ResourceType.CLUSTER, CLUSTER, PatternType.LITERAL));
    }
    return patterns;
  }

  private void add(List<ResourcePattern> patterns, ResourceType type, List<String> names) {
    for (String name : names) {
      // The wildcard is a literal name.
      boolean literal = !prefixed || name.equals(ResourcePattern.WILDCARD_RESOURCE);
      patterns.add(
          new ResourcePattern(type, name, literal ? PatternType.LITERAL : PatternType.PREFIXED));
    }
  }
}
