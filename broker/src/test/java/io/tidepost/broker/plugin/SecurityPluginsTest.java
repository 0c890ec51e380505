package io.tidepost.broker.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.option.Options;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.option.BrokerOptions;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.server.StartException;
import io.tidepost.broker.server.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Classes that say who clients are and how they are encrypted, in a running node that real clients
/// ask.
class SecurityPluginsTest {

  private static final String PASSWORD = "confidential";

  @TempDir Path directory;

  private static Map<String, Object> login(TestNode node, String user) {
    Map<String, Object> options = new HashMap<>();
    options.put("bootstrap.servers", "127.0.0.1:" + node.port("SASL"));
    options.put("security.protocol", "SASL_PLAINTEXT");
    options.put("sasl.mechanism", "PLAIN");
    options.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"secret\";"
            .formatted(user));
    return options;
  }

  private static void create(Map<String, Object> options, String topic)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(options)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private TestNode withBuilder(String... more) throws Exception {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "listeners=PLAINTEXT://127.0.0.1:0,SASL://127.0.0.1:0",
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT",
                "sasl.enabled.mechanisms=PLAIN",
                "principal.builder.class=" + StaffBuilder.class.getName(),
                "listener.name.sasl.staff.desk=front",
                "listener.name.sasl.plain.sasl.jaas.config=a.PlainLoginModule required"
                    + " user_alice=\"secret\" user_banned=\"secret\";"));
    sets.addAll(List.of(more));
    return TestNode.start(directory, sets.toArray(new String[0]));
  }

  @Test
  void namesThatABuilderMakesAreWhatAccessIsAbout() throws Exception {
    try (TestNode node =
        withBuilder(
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users=Staff:alice")) {
      create(login(node, "alice"), "hers");
      ExecutionException guest =
          assertThrows(
              ExecutionException.class,
              () -> create(Map.of("bootstrap.servers", node.bootstrap()), "theirs"));
      assertInstanceOf(TopicAuthorizationException.class, guest.getCause());
      ExecutionException nameless =
          assertThrows(ExecutionException.class, () -> create(login(node, "banned"), "nobodys"));
      assertInstanceOf(SaslAuthenticationException.class, nameless.getCause());
    }
  }

  @Test
  void anAuthorizerGetsTheBuildersOwnPrincipal() throws Exception {
    try (TestNode node = withBuilder("authorizer.class.name=" + OnlyStaff.class.getName())) {
      create(login(node, "alice"), "hers");
      ExecutionException guest =
          assertThrows(
              ExecutionException.class,
              () -> create(Map.of("bootstrap.servers", node.bootstrap()), "theirs"));
      assertInstanceOf(TopicAuthorizationException.class, guest.getCause());
    }
  }

  @Test
  void aPrincipalSurvivesItsWayToAnotherNode() throws Exception {
    var settings =
        new ListenerSettings(
            Options.defaults(BrokerOptions.ALL), Map.of("listener.name.x.staff.desk", "back"), "X");
    try (TestNode node = withBuilder();
        var builder = PrincipalBuilderPlugin.of(StaffBuilder.class.getName(), settings)) {
      var info =
          new ConnectionInfo(
              "1",
              "X",
              "PLAINTEXT",
              InetAddress.getLoopbackAddress(),
              node.server().context().loops().get(0));
      Identity guest = builder.plaintext(info);
      assertEquals("Guest:127.0.0.1", guest.principal());
      assertEquals(guest, builder.deserialize(builder.serialize(guest)));
      var staff = new StaffBuilder.Staff("bob", "back");
      Identity back =
          builder.deserialize(builder.serialize(new Identity("Staff:bob", false, staff)));
      assertEquals("back", assertInstanceOf(StaffBuilder.Staff.class, back.custom()).desk());
    }
  }

  @Test
  void enginesOfAFactoryEncrypt() throws Exception {
    Path store = directory.resolve("server.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "key",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-keystore",
        store.toString());
    int made = CountingEngines.MADE.get();
    int closed = CountingEngines.CLOSED.get();
    try (TestNode node =
        TestNode.start(
            directory.resolve("data"),
            "listeners=TLS://127.0.0.1:0",
            "listener.security.protocol.map=TLS:SSL",
            "inter.broker.listener.name=TLS",
            "ssl.engine.factory.class=" + CountingEngines.class.getName(),
            "listener.name.tls.ssl.keystore.type=PKCS12",
            "listener.name.tls.ssl.keystore.location=" + store,
            "listener.name.tls.ssl.keystore.password=" + PASSWORD)) {
      Map<String, Object> trusting =
          Map.of(
              "bootstrap.servers",
              node.bootstrap(),
              "security.protocol",
              "SSL",
              "ssl.truststore.type",
              "PKCS12",
              "ssl.truststore.location",
              store.toString(),
              "ssl.truststore.password",
              PASSWORD);
      create(trusting, "encrypted");
      assertTrue(CountingEngines.MADE.get() > made);
    }
    assertTrue(CountingEngines.CLOSED.get() > closed);
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  @Test
  void whatCannotBeLoadedRefusesTheStart() {
    for (String option : List.of("principal.builder.class", "ssl.engine.factory.class")) {
      StartException missing =
          assertThrows(
              StartException.class,
              () ->
                  TestNode.start(
                          directory,
                          "listeners=TLS://127.0.0.1:0",
                          "listener.security.protocol.map=TLS:SSL",
                          "inter.broker.listener.name=TLS",
                          option + "=a.B")
                      .close());
      assertEquals(
          "listener.name.tls: " + option + ": there is no class a.B on the class path",
          missing.getMessage());
    }
  }
}
