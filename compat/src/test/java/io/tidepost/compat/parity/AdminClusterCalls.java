package io.tidepost.compat.parity;

import io.tidepost.compat.support.Clients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.RaftVoterEndpoint;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.jspecify.annotations.Nullable;

/// About users, quotas, transactions, the cluster, and the client itself.
final class AdminClusterCalls extends AdminCalls {

  AdminClusterCalls() {
    users();
    transactions();
    cluster();
    client();
  }

  private void users() {
    add(
        "createDelegationToken",
        "over plain text",
        admin -> get(admin.createDelegationToken().delegationToken()));
    add(
        "renewDelegationToken",
        "over plain text",
        admin -> get(admin.renewDelegationToken(new byte[] {1}).expiryTimestamp()));
    add(
        "expireDelegationToken",
        "over plain text",
        admin -> get(admin.expireDelegationToken(new byte[] {1}).expiryTimestamp()));
    add(
        "describeDelegationToken",
        "over plain text",
        admin -> get(admin.describeDelegationToken().delegationTokens()));
    add(
        "alterUserScramCredentials",
        "a new one",
        admin ->
            get(
                admin
                    .alterUserScramCredentials(
                        List.of(
                            new UserScramCredentialUpsertion(
                                USER,
                                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096),
                                "secret")))
                    .all()));
    add(
        "describeUserScramCredentials",
        "of the user",
        admin ->
            get(admin.describeUserScramCredentials(List.of(USER)).description(USER))
                .credentialInfos());
    add(
        "alterUserScramCredentials",
        "a deletion, and one of nothing",
        admin ->
            get(
                admin
                    .alterUserScramCredentials(
                        List.of(
                            new UserScramCredentialDeletion(USER, ScramMechanism.SCRAM_SHA_256)))
                    .all()));
    add(
        "describeUserScramCredentials",
        "of nobody",
        admin -> get(admin.describeUserScramCredentials(List.of(USER)).description(USER)));
    add(
        "alterClientQuotas",
        "of every kind",
        admin -> {
          for (String quota :
              List.of(
                  "producer_byte_rate",
                  "consumer_byte_rate",
                  "request_percentage",
                  "controller_mutation_rate")) {
            get(admin.alterClientQuotas(List.of(quota("user", USER, quota, 1e6))).all());
          }
          get(
              admin
                  .alterClientQuotas(
                      List.of(quota("ip", "192.0.2.1", "connection_creation_rate", 5.0)))
                  .all());
          return null;
        });
    add(
        "alterClientQuotas",
        "an unknown one",
        admin -> get(admin.alterClientQuotas(List.of(quota("user", USER, "colour", 1.0))).all()));
    add(
        "describeClientQuotas",
        "all",
        admin -> {
          Map<String, String> found = new TreeMap<>();
          get(admin.describeClientQuotas(ClientQuotaFilter.all()).entities())
              .forEach((entity, quotas) ->
                  found.put(entity.entries().toString(), new TreeMap<>(quotas).toString()));
          return found;
        });
  }

  private static ClientQuotaAlteration quota(
      String type, String name, String quota, @Nullable Double value) {
    Map<String, String> parts = new HashMap<>();
    parts.put(type, name);
    return new ClientQuotaAlteration(
        new ClientQuotaEntity(parts), List.of(new ClientQuotaAlteration.Op(quota, value)));
  }

  private void transactions() {
    add("listTransactions", "all", admin -> get(admin.listTransactions().all()).size());
    add(
        "describeTransactions",
        "an unknown one",
        admin -> get(admin.describeTransactions(List.of("admin-none")).all()));
    add(
        "fenceProducers",
        "a new one",
        admin -> get(admin.fenceProducers(List.of("admin-fenced")).epochId("admin-fenced")));
    add(
        "describeTransactions",
        "the fenced one",
        admin ->
            Clients.of(
                    get(admin.describeTransactions(List.of("admin-fenced")).all()), "admin-fenced")
                .state());
    add(
        "abortTransaction",
        "that nobody has begun",
        admin ->
            get(
                admin
                    .abortTransaction(new AbortTransactionSpec(PARTITION, 4711, (short) 0, 0))
                    .all()));
    add(
        "forceTerminateTransaction",
        "that nobody has begun",
        admin -> get(admin.forceTerminateTransaction("admin-fenced").result()));
  }

  private void cluster() {
    add(
        "describeCluster",
        "the nodes",
        admin -> {
          var cluster = admin.describeCluster();
          return facts(
              "nodes", get(cluster.nodes()).size(),
              "controller", get(cluster.controller()).id(),
              "operations", get(cluster.authorizedOperations()));
        });
    add(
        "describeFeatures",
        "finalized",
        admin ->
            new TreeSet<>(
                get(admin.describeFeatures().featureMetadata()).finalizedFeatures().keySet()));
    add(
        "updateFeatures",
        "an unknown one",
        admin ->
            get(
                admin
                    .updateFeatures(
                        Map.of(
                            "admin.feature",
                            new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.UPGRADE)),
                        new UpdateFeaturesOptions().validateOnly(true))
                    .all()));
    add(
        "describeMetadataQuorum",
        "voters",
        admin -> {
          var quorum = get(admin.describeMetadataQuorum().quorumInfo());
          return facts(
              "leader", quorum.leaderId(),
              "voters", quorum.voters().size(),
              "observers", quorum.observers().size());
        });
    add("unregisterBroker", "an unknown one", admin -> get(admin.unregisterBroker(4711).all()));
    add(
        "unregisterController",
        "an unknown one",
        admin -> get(admin.unregisterController(4711).all()));
    add(
        "addRaftVoter",
        "to a static quorum",
        admin ->
            get(
                admin
                    .addRaftVoter(
                        4711,
                        Uuid.fromString("AAAAAAAAAAAAAAAAAAAAZA"),
                        Set.of(new RaftVoterEndpoint("CONTROLLER", "127.0.0.1", 1)))
                    .all()));
    add(
        "removeRaftVoter",
        "from a static quorum",
        admin -> get(admin.removeRaftVoter(4711, Uuid.fromString("AAAAAAAAAAAAAAAAAAAAZA")).all()));
  }

  private void client() {
    add(
        "clientInstanceId",
        "of this client",
        admin -> admin.clientInstanceId(Duration.ofSeconds(5)).equals(Uuid.ZERO_UUID));
    add("metrics", "some", admin -> !admin.metrics().isEmpty());
    add(
        "registerMetricForSubscription",
        "one of its own",
        admin -> {
          admin.registerMetricForSubscription(own(admin));
          return null;
        });
    add(
        "unregisterMetricFromSubscription",
        "the same",
        admin -> {
          admin.unregisterMetricFromSubscription(own(admin));
          return null;
        });
    add(
        "close",
        "at the end",
        admin -> {
          admin.close(Duration.ofSeconds(5));
          return null;
        });
  }

  private static KafkaMetric own(Admin admin) {
    return (KafkaMetric) admin.metrics().values().iterator().next();
  }
}
