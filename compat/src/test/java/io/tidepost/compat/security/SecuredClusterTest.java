package io.tidepost.compat.security;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.certificate.Authority;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.security.SecureServer.SecureClients;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Three nodes that have no listener but SASL_SSL, neither for clients and brokers nor for
/// controllers, with an authorizer: they form a cluster, copy and elect, and what lives beside the
/// brokers works on each of them.
final class SecuredClusterTest {

  private static final int NODES = 3;
  private static final List<TidepostProcess> PROCESSES = new ArrayList<>();
  private static final List<Integer> PORTS = new ArrayList<>();
  private static final List<Integer> CONTROLLERS = new ArrayList<>();
  private static final List<String> REGISTRIES = new ArrayList<>();
  private static final List<String> PROXIES = new ArrayList<>();

  private static Authority authority;

  @BeforeAll
  static void start() throws IOException {
    Assumptions.assumeFalse(ServerUnderTest.isApacheKafka(), "this is about our own nodes");
    Path folder = Shared.temporary("secured-cluster");
    authority = new Authority(folder.resolve("authority"));
    List<String> voters = new ArrayList<>();
    for (int id = 1; id <= NODES; id++) {
      PORTS.add(Ports.free());
      CONTROLLERS.add(Ports.free());
      REGISTRIES.add("http://127.0.0.1:" + Ports.free());
      PROXIES.add("http://127.0.0.1:" + Ports.free());
      voters.add(id + "@127.0.0.1:" + CONTROLLERS.get(id - 1));
    }
    for (int id = 1; id <= NODES; id++) {
      Map<String, String> lines = new LinkedHashMap<>(Shared.OPTIONS);
      lines.put("node.id", String.valueOf(id));
      lines.put("process.roles", "broker,controller");
      lines.put("controller.quorum.voters", String.join(",", voters));
      lines.put("controller.listener.names", "CONTROLLER");
      lines.put(
          "listeners",
          "NODES://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
              .formatted(PORTS.get(id - 1), CONTROLLERS.get(id - 1)));
      lines.put("listener.security.protocol.map", "NODES:SASL_SSL,CONTROLLER:SASL_SSL");
      lines.put("inter.broker.listener.name", "NODES");
      lines.put("tidepost.registry.listeners", REGISTRIES.get(id - 1));
      lines.put("tidepost.rest.listeners", PROXIES.get(id - 1));
      lines.putAll(security(id));
      Path home = Files.createDirectories(folder.resolve("node-" + id));
      PROCESSES.add(new TidepostProcess(home, lines));
    }
    PROCESSES.forEach(TidepostProcess::launch);
    PROCESSES.forEach(TidepostProcess::awaitReady);
  }

  private static Map<String, String> security(int id) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    // Nodes are known by name to brokers and controllers, and by certificate to the quorum.
    lines.put("super.users", "User:boss;User:node;User:CN=localhost,O=Nodes");
    lines.put("ssl.keystore.type", "PKCS12");
    lines.put(
        "ssl.keystore.location", authority.sign("node-" + id, "CN=localhost,O=Nodes").toString());
    lines.put("ssl.keystore.password", Authority.PASSWORD);
    lines.put("ssl.truststore.type", "PKCS12");
    lines.put("ssl.truststore.location", authority.truststore().toString());
    lines.put("ssl.truststore.password", Authority.PASSWORD);
    lines.put("listener.name.controller.ssl.client.auth", "required");
    lines.put("sasl.enabled.mechanisms", "SCRAM-SHA-256");
    lines.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-256");
    lines.put(
        "listener.name.nodes.scram-sha-256.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"node\""
            + " password=\"node-secret\";");
    lines.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
    lines.put("sasl.mechanism.controller.protocol", "PLAIN");
    lines.put(
        "listener.name.controller.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"node\""
            + " password=\"inner\" user_node=\"inner\";");
    lines.put(
        "tidepost.bootstrap.scram",
        "SCRAM-SHA-256=[name=boss,password=boss-secret];SCRAM-SHA-256=[name=node,password=node-secret]");
    lines.put("default.replication.factor", "3");
    lines.put("offsets.topic.replication.factor", "3");
    lines.put("transaction.state.log.replication.factor", "3");
    lines.put("transaction.state.log.min.isr", "2");
    lines.put("transaction.state.log.num.partitions", "1");
    return lines;
  }

  @AfterAll
  static void stop() {
    PROCESSES.forEach(TidepostProcess::close);
  }

  private static SecureClients user(String name) {
    Map<String, String> security =
        new HashMap<>(GuardedServer.login("SCRAM-SHA-256", name, name + "-secret"));
    security.put("security.protocol", "SASL_SSL");
    security.put("ssl.truststore.type", "PKCS12");
    security.put("ssl.truststore.location", authority.truststore().toString());
    security.put("ssl.truststore.password", Authority.PASSWORD);
    return new SecureClients(
        String.join(",", PORTS.stream().map(port -> "127.0.0.1:" + port).toList()), security);
  }

  private static HttpResponse<String> post(String address, String user, String type, String body)
      throws IOException, InterruptedException {
    String pair = user + ":" + user + "-secret";
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(address))
              .header("Content-Type", type)
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void nodesCopyElectAndServeBehindLockedDoors() throws Exception {
    try (Admin admin = user("boss").admin()) {
      List<NewTopic> topics = List.of(new NewTopic("copied", 3, (short) 3));
      Clients.get(admin.createTopics(topics).all());
      await().until(() -> allInSync(admin));
      assertEquals(NODES, Clients.get(admin.describeMetadataQuorum().quorumInfo()).voters().size());
      Clients.get(
          admin
              .alterUserScramCredentials(
                  List.of(
                      new UserScramCredentialUpsertion(
                          "alice",
                          new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096),
                          "alice-secret")))
              .all());
      Clients.get(
          admin
              .createAcls(
                  List.of(
                      new AclBinding(
                          new ResourcePattern(ResourceType.TOPIC, "copied", PatternType.LITERAL),
                          new AccessControlEntry(
                              "User:alice", "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
              .all());
      for (int id = 1; id <= NODES; id++) {
        served(id);
      }
      PROCESSES.getFirst().kill();
      try (Producer<String, String> producer =
          user("boss").clients().producer(user("boss").options(Map.of("acks", "all")))) {
        for (int partition = 0; partition < 3; partition++) {
          producer.send(new ProducerRecord<>("copied", partition, "key", "after")).get();
        }
      }
      served(2);
      PROCESSES.getFirst().start();
      await().until(() -> allInSync(admin));
    }
  }

  private static boolean allInSync(Admin admin) {
    Map<String, TopicDescription> topics =
        Clients.get(admin.describeTopics(List.of("copied")).allTopicNames());
    return Clients.of(topics, "copied").partitions().stream()
        .allMatch(each -> each.isr().size() == NODES);
  }

  /// The protocol by which controllers agree is HTTP/2: whoever is let in is greeted in it.
  private static boolean votersListenTo(@Nullable Path keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManagerFactory shown = KeyManagerFactory.getInstance("PKIX");
    shown.init(keys == null ? null : store(keys), Authority.PASSWORD.toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store(authority.truststore()));
    context.init(shown.getKeyManagers(), trust.getTrustManagers(), null);
    try (Socket socket =
        context.getSocketFactory().createSocket("127.0.0.1", CONTROLLERS.getFirst())) {
      socket
          .getOutputStream()
          .write(
              "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false; // TLS says no
    }
  }

  private static KeyStore store(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, Authority.PASSWORD.toCharArray());
    }
    return store;
  }

  @Test
  void onlyNodesSpeakToVoters() throws Exception {
    assertEquals(true, votersListenTo(authority.sign("node-9", "CN=localhost,O=Nodes")));
    assertEquals(false, votersListenTo(authority.sign("stranger", "CN=localhost,O=Strangers")));
    assertEquals(false, votersListenTo(null));
  }

  /// A node's registry and proxy reach what is led by others, for users who may.
  private static void served(int id) throws Exception {
    String schema = "{\"schema\":\"{\\\"type\\\":\\\"string\\\"}\"}";
    String register = REGISTRIES.get(id - 1) + "/subjects/copied-value/versions";
    String registryType = "application/vnd.schemaregistry.v1+json";
    String record = "{\"records\":[{\"value\":1,\"partition\":%d}]}";
    String recordType = "application/vnd.kafka.json.v2+json";
    await().until(() -> post(register, "alice", registryType, schema).statusCode() == 200);
    assertEquals(
        403, post(register.replace("copied", "x"), "alice", registryType, schema).statusCode());
    String produce = PROXIES.get(id - 1) + "/topics/copied";
    for (int partition = 0; partition < 3; partition++) {
      HttpResponse<String> answer = post(produce, "alice", recordType, record.formatted(partition));
      assertEquals(200, answer.statusCode(), answer.body());
      assertEquals(true, answer.body().contains("\"error_code\":null"), answer.body());
    }
    assertEquals(
        403,
        post(PROXIES.get(id - 1) + "/topics/x", "alice", recordType, record.formatted(0))
            .statusCode());
  }
}
