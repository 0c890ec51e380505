package io.tidepost.broker.server;

import static io.tidepost.broker.server.DeniedRequests.add;
import static io.tidepost.broker.server.DeniedRequests.with;
import static io.tidepost.wire.ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
import static io.tidepost.wire.ErrorCode.TOPIC_AUTHORIZATION_FAILED;

import io.tidepost.wire.message.AlterClientQuotasRequest;
import io.tidepost.wire.message.AlterConfigsRequest;
import io.tidepost.wire.message.AlterPartitionReassignmentsRequest;
import io.tidepost.wire.message.AlterReplicaLogDirsRequest;
import io.tidepost.wire.message.AlterUserScramCredentialsRequest;
import io.tidepost.wire.message.CreateAclsRequest;
import io.tidepost.wire.message.CreatePartitionsRequest;
import io.tidepost.wire.message.CreateTopicsRequest;
import io.tidepost.wire.message.DeleteAclsRequest;
import io.tidepost.wire.message.DeleteRecordsRequest;
import io.tidepost.wire.message.DeleteTopicsRequest;
import io.tidepost.wire.message.DescribeAclsRequest;
import io.tidepost.wire.message.DescribeClientQuotasRequest;
import io.tidepost.wire.message.DescribeConfigsRequest;
import io.tidepost.wire.message.DescribeLogDirsRequest;
import io.tidepost.wire.message.DescribeQuorumRequest;
import io.tidepost.wire.message.DescribeUserScramCredentialsRequest;
import io.tidepost.wire.message.ElectLeadersRequest;
import io.tidepost.wire.message.IncrementalAlterConfigsRequest;
import io.tidepost.wire.message.ListConfigResourcesRequest;
import io.tidepost.wire.message.ListPartitionReassignmentsRequest;
import io.tidepost.wire.message.UpdateFeaturesRequest;

/// Requests of operators that strangers are refused.
final class DeniedAdminRequests {

  private DeniedAdminRequests() {}

  static void addAll() {
    admin();
  }

  private static void admin() {
    add(
        7,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new CreateTopicsRequest(),
                r ->
                    r.topics.add(
                        with(
                            new CreateTopicsRequest.CreatableTopic(),
                            t -> {
                              t.name = name;
                              t.numPartitions = 1;
                              t.replicationFactor = 1;
                            }))));
    add(
        6,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new DeleteTopicsRequest(),
                r ->
                    r.topics.add(
                        with(new DeleteTopicsRequest.DeleteTopicState(), t -> t.name = name))));
    add(
        2,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new DeleteRecordsRequest(),
                r ->
                    r.topics.add(
                        with(
                            new DeleteRecordsRequest.DeleteRecordsTopic(),
                            t -> {
                              t.name = name;
                              t.partitions.add(new DeleteRecordsRequest.DeleteRecordsPartition());
                            }))));
    add(
        3,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new CreatePartitionsRequest(),
                r ->
                    r.topics.add(
                        with(
                            new CreatePartitionsRequest.CreatePartitionsTopic(),
                            t -> {
                              t.name = name;
                              t.count = 7;
                              t.assignments = null;
                            }))));
    add(
        4,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new DescribeConfigsRequest(),
                r ->
                    r.resources.add(
                        with(
                            new DescribeConfigsRequest.DescribeConfigsResource(),
                            t -> {
                              t.resourceType = 2;
                              t.resourceName = name;
                              t.configurationKeys = null;
                            }))));
    add(
        2,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new AlterConfigsRequest(),
                r ->
                    r.resources.add(
                        with(
                            new AlterConfigsRequest.AlterConfigsResource(),
                            t -> {
                              t.resourceType = 2;
                              t.resourceName = name;
                            }))));
    add(
        1,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new IncrementalAlterConfigsRequest(),
                r ->
                    r.resources.add(
                        with(
                            new IncrementalAlterConfigsRequest.AlterConfigsResource(),
                            t -> {
                              t.resourceType = 2;
                              t.resourceName = name;
                            }))));
    add(2, CLUSTER_AUTHORIZATION_FAILED, name -> new DescribeQuorumRequest());
    add(2, CLUSTER_AUTHORIZATION_FAILED, name -> new UpdateFeaturesRequest());
    add(1, CLUSTER_AUTHORIZATION_FAILED, name -> new DescribeClientQuotasRequest());
    add(
        1,
        CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new AlterClientQuotasRequest(),
                r -> r.entries.add(new AlterClientQuotasRequest.EntryData())));
    add(
        2,
        CLUSTER_AUTHORIZATION_FAILED,
        name -> with(new ElectLeadersRequest(), r -> r.topicPartitions = null));
    add(1, CLUSTER_AUTHORIZATION_FAILED, name -> new AlterPartitionReassignmentsRequest());
    add(0, CLUSTER_AUTHORIZATION_FAILED, name -> new ListPartitionReassignmentsRequest());
    add(
        2,
        CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new AlterReplicaLogDirsRequest(),
                r ->
                    r.dirs.add(
                        with(
                            new AlterReplicaLogDirsRequest.AlterReplicaLogDir(),
                            d -> {
                              d.path = "/no/such/directory";
                              d.topics.add(
                                  with(
                                      new AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic(),
                                      t -> {
                                        t.name = name;
                                        t.partitions.add(0);
                                      }));
                            }))));
    add(1, CLUSTER_AUTHORIZATION_FAILED, name -> new ListConfigResourcesRequest());
    add(0, CLUSTER_AUTHORIZATION_FAILED, name -> new DescribeUserScramCredentialsRequest());
    add(
        0,
        CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new AlterUserScramCredentialsRequest(),
                r ->
                    r.deletions.add(
                        with(
                            new AlterUserScramCredentialsRequest.ScramCredentialDeletion(),
                            d -> {
                              d.name = name;
                              d.mechanism = 1;
                            }))));
    add(5, CLUSTER_AUTHORIZATION_FAILED, name -> new DescribeLogDirsRequest());
    add(
        3,
        CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new DescribeAclsRequest(),
                r -> {
                  r.resourceTypeFilter = 1;
                  r.patternTypeFilter = 1;
                  r.operation = 1;
                  r.permissionType = 1;
                }));
    add(
        3,
        CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new CreateAclsRequest(),
                r ->
                    r.creations.add(
                        with(
                            new CreateAclsRequest.AclCreation(),
                            t -> {
                              t.resourceType = 2;
                              t.resourceName = name;
                              t.principal = "User:alice";
                              t.host = "*";
                              t.operation = 3;
                              t.permissionType = 3;
                            }))));
    add(
        3,
        CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new DeleteAclsRequest(),
                r ->
                    r.filters.add(
                        with(
                            new DeleteAclsRequest.DeleteAclsFilter(),
                            t -> {
                              t.resourceTypeFilter = 2;
                              t.resourceNameFilter = "no-such-entry";
                              t.operation = 1;
                              t.permissionType = 1;
                            }))));
  }
}
