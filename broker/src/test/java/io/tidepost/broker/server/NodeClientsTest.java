package io.tidepost.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The listener for clients in the node's own process: it lets them do the platform's work where
/// every other door is locked, and nobody else comes in by it.
class NodeClientsTest {

  private static final String LOCKED =
      "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer";

  @TempDir Path directory;

  private TestNode locked() throws Exception {
    return TestNode.start(
        directory,
        "listeners=SASL://127.0.0.1:0",
        "listener.security.protocol.map=SASL:SASL_PLAINTEXT",
        "sasl.enabled.mechanisms=SCRAM-SHA-256",
        "tidepost.bootstrap.scram=SCRAM-SHA-256=[name=boss,password=secret]",
        "super.users=User:boss",
        "transaction.state.log.num.partitions=1",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1",
        LOCKED);
  }

  private static int port(Map<String, Object> settings) {
    String bootstrap = String.valueOf(settings.get("bootstrap.servers"));
    return Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1));
  }

  @Test
  void ownWorkIsDoneWhereNobodyElseIsLetIn() throws Exception {
    try (TestNode node = locked()) {
      Map<String, Object> own = node.server().clients().own();
      assertEquals(own, node.server().clients().own(), "one way for all of them");
      try (Admin admin = Admin.create(own)) {
        admin.createTopics(List.of(new NewTopic("_schemas", 1, (short) 1))).all().get();
        Node only = admin.describeCluster().nodes().get().iterator().next();
        assertEquals("127.0.0.1:" + port(own), only.host() + ":" + only.port());
      }
      Map<String, Object> writing = new HashMap<>(own);
      writing.put("transactional.id", "own");
      try (var producer =
          new KafkaProducer<>(writing, new StringSerializer(), new StringSerializer())) {
        producer.initTransactions();
        producer.beginTransaction();
        var sent = producer.send(new ProducerRecord<>("_schemas", "key", "value"));
        producer.commitTransaction();
        assertEquals(0, sent.get().offset());
      }
      assertEquals(Set.of("SASL"), node.server().ports().keySet(), "nobody is told of it");
      try (Admin boss = Admin.create(login(node.port("SASL"), "boss", "secret"))) {
        Node told = boss.describeCluster().nodes().get().iterator().next();
        assertEquals(node.port("SASL"), told.port());
      }
    }
  }

  private static Map<String, Object> login(int port, String user, String password) {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + port,
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "SCRAM-SHA-256",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password));
  }

  @Test
  void whoKnowsThePortButNoSecretStaysOutside() throws Exception {
    try (TestNode node = locked()) {
      Map<String, Object> own = node.server().clients().own();
      String jaas = String.valueOf(own.get("sasl.jaas.config"));
      String pass = jaas.replaceAll(".*username=\"([^\"]*)\".*", "$1");
      assertFalse(pass.isEmpty());
      for (Map<String, Object> stranger :
          List.of(
              login(port(own), "boss", "secret"), // good at the listener for users only
              login(port(own), "Platform:tidepost", "tidepost"),
              login(port(own), pass, "guessed"))) {
        try (Admin admin = Admin.create(stranger)) {
          ExecutionException refused =
              assertThrows(
                  ExecutionException.class, () -> admin.describeCluster().clusterId().get());
          assertInstanceOf(SaslAuthenticationException.class, refused.getCause());
        }
      }
      try (Socket socket = new Socket("127.0.0.1", port(own))) {
        // Metadata, version 1, of all topics, without a login before.
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(14);
        out.writeShort(3);
        out.writeShort(1);
        out.writeInt(7);
        out.writeShort(-1);
        out.writeInt(-1);
        out.flush();
        assertEquals(-1, new DataInputStream(socket.getInputStream()).read());
      }
      assertThrows(
          java.net.ConnectException.class,
          () -> {
            // Only this machine reaches it at all: it is bound to one address of the loopback.
            try (Socket other = new Socket("127.0.0.2", port(own))) {
              other.getInputStream();
            }
          });
    }
  }
}
