package io.tidepost.metadata.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.metadata.authorizer.StandardAcl;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Apache Kafka's StandardAuthorizer as the oracle: the same entries give the same answer to every
/// question, except about names that begin with `*`. Those Kafka 4.3 takes out of what the wildcard
/// covers, denials included.
class KafkaAclsTest {

  private static final List<String> NAMES =
      List.of("*", "a", "ab", "abc", "abd", "b", "ba", "*a", "a*", "kafka-cluster", "User:alice");
  private static final List<String> USERS = List.of("alice", "bob", "*", "al", "a:b");
  private static final List<String> HOSTS = List.of("127.0.0.1", "10.0.0.1", "0:0:0:0:0:0:0:1");
  private static final List<ResourceType> TYPES =
      List.of(
          ResourceType.TOPIC,
          ResourceType.GROUP,
          ResourceType.CLUSTER,
          ResourceType.TRANSACTIONAL_ID,
          ResourceType.DELEGATION_TOKEN,
          ResourceType.USER);

  private final Map<Uuid, Acl> wanted = new HashMap<>();
  private Acls acls = Acls.EMPTY;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void decisionsAreThoseOfKafka(long seed) throws Exception {
    var random = new Random(seed);
    boolean everyoneIfNone = random.nextBoolean();
    try (var kafka = new StandardAuthorizer();
        var metrics = new Metrics()) {
      kafka.withPluginMetrics(new PluginMetricsImpl(metrics, Map.of()));
      kafka.configure(Map.of("allow.everyone.if.no.acl.found", String.valueOf(everyoneIfNone)));
      kafka.completeInitialLoad();
      int questions = 0;
      for (int round = 0; round < 30; round++) {
        change(random, kafka);
        for (int i = 0; i < 60; i++) {
          questions += ask(random, kafka, everyoneIfNone);
        }
        assertEquals(wanted.size(), acls.size());
      }
      assertEquals(30 * 60 * 2, questions);
      filter(random, kafka);
    }
  }

  @Test
  void theWildcardCoversNamesThatBeginLikeIt() {
    var everything = AclPattern.literal(ResourceType.GROUP, "*");
    Acl all =
        new Acl(everything, Acl.EVERYBODY, Acl.ANYWHERE, AclOperation.ALL, AclPermission.ALLOW);
    Acl notBob =
        new Acl(everything, "User:bob", Acl.ANYWHERE, AclOperation.READ, AclPermission.DENY);
    Acls acls = Acls.EMPTY.with(new Uuid(1, 1), all).with(new Uuid(1, 2), notBob);
    for (String name : List.of("*", "*a", "**", "a*")) {
      assertEquals(
          Acls.Verdict.ALLOWED,
          acls.judge("User:al", "h", AclOperation.READ, ResourceType.GROUP, name));
      assertEquals(
          Acls.Verdict.DENIED,
          acls.judge("User:bob", "h", AclOperation.READ, ResourceType.GROUP, name));
    }
  }

  /// A few entries come, a few go.
  private void change(Random random, StandardAuthorizer kafka) {
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      Acl acl = randomAcl(random);
      if (!acls.contains(acl)) {
        var id = new Uuid(random.nextLong(), random.nextLong());
        wanted.put(id, acl);
        acls = acls.with(id, acl);
        kafka.addAcl(kafka(id), kafka(acl));
      }
    }
    for (Uuid id : List.copyOf(wanted.keySet())) {
      if (random.nextInt(8) == 0) {
        wanted.remove(id);
        acls = acls.without(id);
        kafka.removeAcl(kafka(id));
      }
    }
  }

  private static <T> T any(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static AclOperation anyOperation(Random random, ResourceType type) {
    return any(random, List.copyOf(type.operations()));
  }

  private static Acl randomAcl(Random random) {
    ResourceType type = any(random, TYPES);
    return new Acl(
        new AclPattern(
            type,
            random.nextBoolean() ? PatternType.LITERAL : PatternType.PREFIXED,
            any(random, NAMES)),
        "User:" + any(random, USERS),
        random.nextInt(3) == 0 ? any(random, HOSTS) : Acl.ANYWHERE,
        random.nextInt(6) == 0 ? AclOperation.ALL : anyOperation(random, type),
        random.nextInt(4) == 0 ? AclPermission.DENY : AclPermission.ALLOW);
  }

  private static org.apache.kafka.common.Uuid kafka(Uuid id) {
    return new org.apache.kafka.common.Uuid(id.mostSignificantBits(), id.leastSignificantBits());
  }

  private static StandardAcl kafka(Acl acl) {
    return new StandardAcl(
        org.apache.kafka.common.resource.ResourceType.fromCode(acl.pattern().type().code()),
        acl.pattern().name(),
        org.apache.kafka.common.resource.PatternType.fromCode(acl.pattern().patternType().code()),
        acl.principal(),
        acl.host(),
        org.apache.kafka.common.acl.AclOperation.fromCode(acl.operation().code()),
        AclPermissionType.fromCode(acl.permission().code()));
  }

  /// Asks both about one caller and resource.
  ///
  /// @return questions asked
  private int ask(Random random, StandardAuthorizer kafka, boolean everyoneIfNone)
      throws UnknownHostException {
    ResourceType type = any(random, TYPES);
    String name = any(random, NAMES) + (random.nextInt(3) == 0 ? "x" : "");
    if (name.startsWith("*")) {
      name = "*";
    }
    String user = any(random, List.of("alice", "bob", "al", "carol", "a:b"));
    InetAddress host = InetAddress.getByName(any(random, HOSTS));
    AclOperation operation = anyOperation(random, type);
    var caller = new Caller(new KafkaPrincipal("User", user), host);
    var pattern =
        new ResourcePattern(
            org.apache.kafka.common.resource.ResourceType.fromCode(type.code()),
            name,
            org.apache.kafka.common.resource.PatternType.LITERAL);
    var kafkaOperation = org.apache.kafka.common.acl.AclOperation.fromCode(operation.code());
    boolean expected =
        kafka
                .authorize(caller, List.of(new Action(kafkaOperation, pattern, 1, false, false)))
                .getFirst()
            == AuthorizationResult.ALLOWED;
    String who = "User:" + user;
    boolean ours =
        switch (acls.judge(who, host.getHostAddress(), operation, type, name)) {
          case ALLOWED -> true;
          case DENIED -> false;
          case NO_ENTRY -> everyoneIfNone;
        };
    String question = who + " from " + host + " " + operation + " " + type + " " + name;
    assertEquals(expected, ours, () -> question + " with " + wanted.values());
    boolean somewhere =
        kafka.authorizeByResourceType(caller, kafkaOperation, pattern.resourceType())
            == AuthorizationResult.ALLOWED;
    boolean hard =
        switch (acls.judge(who, host.getHostAddress(), operation, type, "hardcode")) {
          case ALLOWED -> true;
          case DENIED -> false;
          case NO_ENTRY -> everyoneIfNone;
        };
    assertEquals(
        somewhere,
        hard || acls.allowSomewhere(who, host.getHostAddress(), operation, type),
        () -> "somewhere: " + question + " with " + wanted.values());
    return 2;
  }

  private void filter(Random random, StandardAuthorizer kafka) {
    for (int i = 0; i < 200; i++) {
      AclFilter filter =
          new AclFilter(
              random.nextBoolean() ? ResourceType.ANY : any(random, TYPES),
              any(
                  random,
                  List.of(
                      PatternType.ANY,
                      PatternType.MATCH,
                      PatternType.LITERAL,
                      PatternType.PREFIXED)),
              random.nextInt(3) == 0 ? null : any(random, NAMES),
              random.nextInt(2) == 0 ? null : "User:" + any(random, USERS),
              random.nextInt(2) == 0 ? null : any(random, HOSTS),
              random.nextInt(2) == 0 ? AclOperation.ANY : AclOperation.READ,
              random.nextInt(2) == 0 ? AclPermission.ANY : AclPermission.ALLOW);
      Set<StandardAcl> expected = new HashSet<>();
      for (AclBinding binding : kafka.acls(kafka(filter))) {
        expected.add(StandardAcl.fromAclBinding(binding));
      }
      List<StandardAcl> ours = new ArrayList<>();
      acls.forEach((id, acl) -> {
        if (filter.selects(acl)) {
          ours.add(kafka(acl));
        }
      });
      assertEquals(expected, Set.copyOf(ours), filter::toString);
      assertEquals(expected.size(), ours.size());
    }
    assertTrue(acls.size() > 10);
  }

  private static AclBindingFilter kafka(AclFilter filter) {
    return new AclBindingFilter(
        new ResourcePatternFilter(
            org.apache.kafka.common.resource.ResourceType.fromCode(filter.type().code()),
            filter.name(),
            org.apache.kafka.common.resource.PatternType.fromCode(filter.patternType().code())),
        new AccessControlEntryFilter(
            filter.principal(),
            filter.host(),
            org.apache.kafka.common.acl.AclOperation.fromCode(filter.operation().code()),
            AclPermissionType.fromCode(filter.permission().code())));
  }

  /// Somebody who asks Apache Kafka.
  private record Caller(KafkaPrincipal principal, InetAddress clientAddress)
      implements AuthorizableRequestContext {

    @Override
    public String listenerName() {
      return "PLAINTEXT";
    }

    @Override
    public SecurityProtocol securityProtocol() {
      return SecurityProtocol.PLAINTEXT;
    }

    @Override
    public int requestType() {
      return 0;
    }

    @Override
    public int requestVersion() {
      return 0;
    }

    @Override
    public String clientId() {
      return "test";
    }

    @Override
    public int correlationId() {
      return 0;
    }
  }
}
