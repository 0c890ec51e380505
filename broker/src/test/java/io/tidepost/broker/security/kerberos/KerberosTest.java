package io.tidepost.broker.security.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.hostile.SaslPeer;
import io.tidepost.broker.server.StartException;
import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// GSSAPI: stock clients come in by tickets of a real key distribution centre; what is no ticket
/// for this node, or whose principal the rules give no name, stays outside.
class KerberosTest {

  private static final String SERVICE = "kafka/localhost";
  private static final String REKEYED = "old/localhost";

  @TempDir static Path directory;

  private static TestRealm realm;
  private static Path serviceKeys;
  private static Path oldKeys;
  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    realm = new TestRealm(directory.resolve("realm"));
    serviceKeys = realm.keytab(SERVICE);
    oldKeys = realm.keytab(REKEYED);
    realm.rekey(REKEYED);
    node =
        TestNode.start(
            directory.resolve("data"),
            "listeners=PLAINTEXT://127.0.0.1:0,SASL://localhost:0,OLD://localhost:0",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,OLD:SASL_PLAINTEXT",
            "sasl.enabled.mechanisms=GSSAPI",
            "sasl.kerberos.service.name=kafka",
            "listener.name.sasl.gssapi.sasl.jaas.config="
                + TestRealm.jaas(SERVICE, serviceKeys, ""),
            "listener.name.sasl.gssapi.connections.max.reauth.ms=3600000",
            "listener.name.sasl.sasl.kerberos.principal.to.local.rules="
                + "RULE:[2:$1.$2@$0](.*@TIDEPOST[.]TEST)s/@.*//,RULE:[1:$1](a.*)s/^a/A/,DEFAULT",
            "listener.name.old.sasl.kerberos.service.name=old",
            "listener.name.old.gssapi.sasl.jaas.config="
                + TestRealm.jaas(REKEYED, oldKeys, "isInitiator=false"),
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users=User:Alice;User:carol.desk;User:dan");
  }

  @AfterAll
  static void stop() throws Exception {
    if (node != null) {
      node.close();
    }
    realm.close();
  }

  private static Map<String, Object> login(String listener, String principal, Path keytab) {
    Map<String, Object> options = new HashMap<>();
    options.put("bootstrap.servers", "localhost:" + node.port(listener));
    options.put("security.protocol", "SASL_PLAINTEXT");
    options.put("sasl.mechanism", "GSSAPI");
    options.put("sasl.kerberos.service.name", listener.equals("OLD") ? "old" : "kafka");
    options.put("sasl.jaas.config", TestRealm.jaas(principal, keytab, ""));
    return options;
  }

  private static Throwable failure(Map<String, Object> login, String topic) {
    try (Admin admin = Admin.create(login)) {
      var made = admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1))).all();
      return Objects.requireNonNull(assertThrows(ExecutionException.class, made::get).getCause());
    }
  }

  private static void create(Map<String, Object> login, String topic) throws Exception {
    try (Admin admin = Admin.create(login)) {
      admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  @Test
  void aTicketOpensUnderTheNameThatTheRulesGive() throws Exception {
    Map<String, Object> alice = login("SASL", "alice", realm.keytab("alice"));
    create(alice, "hers");
    try (var producer = new KafkaProducer<>(alice, new StringSerializer(), new StringSerializer());
        var consumer =
            new KafkaConsumer<>(alice, new StringDeserializer(), new StringDeserializer())) {
      producer.send(new ProducerRecord<>("hers", "hello")).get();
      var partition = new TopicPartition("hers", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      assertEquals("hello", consumer.poll(Duration.ofSeconds(60)).iterator().next().value());
    }
    create(login("SASL", "carol/desk", realm.keytab("carol/desk")), "carols");
    create(login("SASL", "dan", realm.keytab("dan")), "dans");
  }

  @Test
  void aTicketOfSomebodyElseIsSomebodyElse() throws Exception {
    Throwable refused = failure(login("SASL", "eve", realm.keytab("eve")), "eves");
    assertInstanceOf(TopicAuthorizationException.class, refused);
  }

  @Test
  void aPrincipalWithoutANameIsRefused() throws Exception {
    Map<String, Object> login = login("OLD", "frank/desk/left", realm.keytab("frank/desk/left"));
    login.put("bootstrap.servers", "localhost:" + node.port("SASL"));
    login.put("sasl.kerberos.service.name", "kafka");
    assertRefused(failure(login, "franks"));
  }

  @Test
  void aNodeWithKeysThatAreNotTheServicesBelievesNobody() throws Exception {
    assertRefused(failure(login("OLD", "gina", realm.keytab("gina")), "ginas"));
  }

  private static void assertRefused(Throwable failure) {
    assertInstanceOf(SaslAuthenticationException.class, failure);
    assertEquals(
        "Authentication failed during authentication due to invalid credentials with SASL mechanism"
            + " GSSAPI",
        failure.getMessage());
  }

  @Test
  void aClientWithTheWrongKeysGetsNoTicket() throws Exception {
    Path keys = realm.keytab("henry");
    realm.rekey("henry");
    assertThrows(KafkaException.class, () -> Admin.create(login("SASL", "henry", keys)).close());
  }

  @Test
  void whatIsNoTicketIsRefused() throws Exception {
    for (byte[] token : List.of(new byte[0], new byte[] {0x60, 0x7f}, new byte[70_000])) {
      try (SaslPeer peer = new SaslPeer(node.port("SASL"))) {
        assertEquals(ErrorCode.NONE, peer.handshake("GSSAPI", 1));
        assertEquals(
            ErrorCode.SASL_AUTHENTICATION_FAILED, ErrorCode.of(peer.token(token).errorCode));
      }
    }
  }

  @Test
  void aNodeThatCannotLogInDoesNotStart() {
    StartException refused =
        assertThrows(
            StartException.class,
            () ->
                TestNode.start(
                        directory.resolve("other"),
                        "listeners=SASL://127.0.0.1:0",
                        "listener.security.protocol.map=SASL:SASL_PLAINTEXT",
                        "inter.broker.listener.name=SASL",
                        "listener.name.sasl.sasl.kerberos.service.name=old",
                        "listener.name.sasl.gssapi.sasl.jaas.config="
                            + TestRealm.jaas(REKEYED, oldKeys, ""))
                    .close());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("listener.name.sasl: the login by Kerberos failed"), message);
  }
}
