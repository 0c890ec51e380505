package io.tidepost.compat.parity;

import io.tidepost.compat.support.Clients;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DeleteRecordsOptions;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// About topics, their options, and where their partitions are.
final class AdminTopicCalls extends AdminCalls {

  private final int node;

  /// @param node number of the only node
  AdminTopicCalls(int node) {
    this.node = node;
    topics();
    configs();
    partitions();
  }

  private void topics() {
    add(
        "createTopics",
        "two, and one again",
        admin -> {
          var result =
              admin.createTopics(
                  List.of(
                      new NewTopic(TOPIC, 2, (short) 1), new NewTopic("admin-two", 1, (short) 1)));
          return facts(
              "partitions", get(result.numPartitions(TOPIC)),
              "replicas", get(result.replicationFactor(TOPIC)));
        });
    add(
        "createTopics",
        "again",
        admin -> get(admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all()));
    add("listTopics", "names", admin -> get(admin.listTopics().names()).contains(TOPIC));
    add(
        "describeTopics",
        "one",
        admin -> {
          var topic = Clients.of(get(admin.describeTopics(List.of(TOPIC)).allTopicNames()), TOPIC);
          return facts(
              "internal", topic.isInternal(),
              "partitions", topic.partitions().size(),
              "replicas", topic.partitions().getFirst().replicas().size(),
              "operations", topic.authorizedOperations());
        });
    add(
        "describeTopics",
        "an unknown one",
        admin -> get(admin.describeTopics(List.of("admin-nowhere")).allTopicNames()));
    add("deleteTopics", "one", admin -> get(admin.deleteTopics(List.of("admin-two")).all()));
    add(
        "deleteTopics",
        "an unknown one",
        admin -> get(admin.deleteTopics(List.of("admin-nowhere")).all()));
    add(
        "createPartitions",
        "one more",
        admin -> get(admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(3))).all()));
    add(
        "createPartitions",
        "fewer",
        admin -> get(admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(1))).all()));
    add(
        "deleteRecords",
        "of an empty partition",
        admin ->
            get(Clients.of(
                    admin
                        .deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(-1)))
                        .lowWatermarks(),
                    PARTITION))
                .lowWatermark());
    add(
        "deleteRecords",
        "of an unknown partition",
        // Asked again and again until the client's time is over.
        admin ->
            get(
                admin
                    .deleteRecords(
                        Map.of(UNKNOWN, RecordsToDelete.beforeOffset(0)),
                        new DeleteRecordsOptions().timeoutMs(2_000))
                    .all()));
    add(
        "listOffsets",
        "the end",
        admin ->
            get(admin
                    .listOffsets(Map.of(PARTITION, OffsetSpec.latest()))
                    .partitionResult(PARTITION))
                .offset());
  }

  private void configs() {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
    ConfigResource metrics = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "admin-sub");
    add(
        "incrementalAlterConfigs",
        "of a topic",
        admin -> get(admin.incrementalAlterConfigs(set(topic, "retention.ms", "5000")).all()));
    add(
        "incrementalAlterConfigs",
        "of client metrics",
        admin -> get(admin.incrementalAlterConfigs(set(metrics, "interval.ms", "5000")).all()));
    add(
        "incrementalAlterConfigs",
        "only looking at a wrong value",
        admin ->
            get(
                admin
                    .incrementalAlterConfigs(
                        set(topic, "retention.ms", "soon"),
                        new AlterConfigsOptions().validateOnly(true))
                    .all()));
    add(
        "describeConfigs",
        "of a topic",
        admin ->
            Clients.of(get(admin.describeConfigs(List.of(topic)).all()), topic)
                .get("retention.ms")
                .value());
    add(
        "listConfigResources",
        "of client metrics",
        admin ->
            get(
                admin
                    .listConfigResources(
                        Set.of(ConfigResource.Type.CLIENT_METRICS),
                        new ListConfigResourcesOptions())
                    .all()));
    add("listClientMetricsResources", "all", AdminTopicCalls::clientMetrics);
    add(
        "describeAcls",
        "without an authorizer",
        admin -> get(admin.describeAcls(AclBindingFilter.ANY).values()));
    var binding =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, TOPIC, PatternType.LITERAL),
            new AccessControlEntry("User:a", "*", AclOperation.READ, AclPermissionType.ALLOW));
    add(
        "createAcls",
        "without an authorizer",
        admin -> get(admin.createAcls(List.of(binding)).all()));
    add(
        "deleteAcls",
        "without an authorizer",
        admin -> get(admin.deleteAcls(List.of(binding.toFilter())).all()));
  }

  @SuppressWarnings({"deprecation", "removal"}) // it is part of Admin still
  private static Object clientMetrics(Admin admin) throws Exception {
    return get(admin.listClientMetricsResources().all()).toString();
  }

  private static Map<ConfigResource, Collection<AlterConfigOp>> set(
      ConfigResource resource, String option, String value) {
    return Map.of(
        resource,
        List.of(new AlterConfigOp(new ConfigEntry(option, value), AlterConfigOp.OpType.SET)));
  }

  private void partitions() {
    TopicPartitionReplica replica = new TopicPartitionReplica(TOPIC, 0, node);
    add(
        "describeLogDirs",
        "of the node",
        admin ->
            Clients.of(get(admin.describeLogDirs(List.of(node)).allDescriptions()), node)
                .values()
                .stream()
                .anyMatch(directory -> directory.replicaInfos().containsKey(PARTITION)));
    add(
        "describeReplicaLogDirs",
        "of one",
        admin ->
            Clients.of(get(admin.describeReplicaLogDirs(List.of(replica)).all()), replica)
                    .getCurrentReplicaLogDir()
                != null);
    add(
        "alterReplicaLogDirs",
        "to nowhere",
        admin -> get(admin.alterReplicaLogDirs(Map.of(replica, "/no/such/directory")).all()));
    add(
        "electLeaders",
        "nothing to elect",
        admin ->
            Clients.of(
                    get(admin.electLeaders(ElectionType.PREFERRED, Set.of(PARTITION)).partitions()),
                    PARTITION)
                .map(Throwable::getClass));
    add(
        "electLeaders",
        "of an unknown partition",
        admin ->
            Clients.of(
                    get(admin.electLeaders(ElectionType.UNCLEAN, Set.of(UNKNOWN)).partitions()),
                    UNKNOWN)
                .map(Throwable::getClass));
    add(
        "alterPartitionReassignments",
        "cancelling none",
        admin -> get(admin.alterPartitionReassignments(Map.of(PARTITION, Optional.empty())).all()));
    add(
        "alterPartitionReassignments",
        "to where it is",
        admin ->
            get(
                admin
                    .alterPartitionReassignments(
                        Map.of(PARTITION, Optional.of(new NewPartitionReassignment(List.of(node)))))
                    .all()));
    add(
        "listPartitionReassignments",
        "all",
        admin -> get(admin.listPartitionReassignments().reassignments()));
    add(
        "listPartitionReassignments",
        "of one",
        admin -> get(admin.listPartitionReassignments(Set.of(PARTITION)).reassignments()));
    add(
        "describeProducers",
        "of one",
        admin ->
            get(admin.describeProducers(List.of(PARTITION)).partitionResult(PARTITION))
                .activeProducers());
  }
}
