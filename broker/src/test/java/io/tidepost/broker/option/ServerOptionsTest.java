package io.tidepost.broker.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.option.PropertiesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a start makes of configuration files and command lines.
class ServerOptionsTest {

  @TempDir Path directory;

  private static ServerOptions read(String file) throws OptionsRefusedException {
    return ServerOptions.of(PropertiesFile.parse("server.properties", file), false);
  }

  private static List<String> complaints(String file) {
    return assertThrows(OptionsRefusedException.class, () -> read(file)).complaints();
  }

  private static List<String> texts(List<Listener> listeners) {
    return listeners.stream().map(Listener::toString).toList();
  }

  @Test
  void warnsOfListenersThatAnybodyCanReach() throws Exception {
    String open = "listeners=PLAINTEXT://:9092,INSIDE://localhost:9093,MUTUAL://10.0.0.1:9094\n";
    ServerOptions options =
        read(
            open
                + "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,INSIDE:PLAINTEXT,MUTUAL:SSL\n"
                + "listener.name.mutual.ssl.client.auth=required");
    List<String> loud =
        options.notices().stream().filter(notice -> notice.startsWith("ATTENTION")).toList();
    assertEquals(1, loud.size(), loud.toString());
    assertTrue(loud.getFirst().contains("PLAINTEXT://:9092"), loud.toString());
  }

  @Test
  void withoutAFileOnlyThisMachineIsServed() throws Exception {
    ServerOptions options = ServerOptions.read(null, List.of(), true);
    assertEquals(1, options.nodeId());
    assertEquals(List.of("PLAINTEXT://localhost:9092"), texts(options.listeners()));
    assertEquals(List.of("PLAINTEXT://localhost:9092"), texts(options.advertised()));
    assertEquals(List.of(Path.of("data/kafka-logs").toAbsolutePath()), options.logDirs());
    assertEquals(options.logDirs().getFirst(), options.metadataLogDir());
    assertEquals(List.of(), options.notices());
  }

  @Test
  void aFileThatNamesOnlyListenersAndDirectoriesIsEnough() throws Exception {
    Path file = directory.resolve("server.properties");
    Files.writeString(file, "listeners=PLAINTEXT://127.0.0.1:0\nlog.dirs=/a,/b\n");
    ServerOptions options =
        ServerOptions.read(file, List.of("log.dirs=/c", "num.partitions=7"), true);
    assertEquals(List.of("PLAINTEXT://127.0.0.1:0"), texts(options.listeners()));
    assertEquals(List.of(Path.of("/c")), options.logDirs());
    assertEquals(7, options.options().get(TopicDefaultOptions.NUM_PARTITIONS));
    assertEquals("--set", options.options().origin(TopicDefaultOptions.NUM_PARTITIONS).toString());
  }

  @Test
  void kafkasOwnSingleNodeFilesStart() throws Exception {
    for (String quorum :
        List.of(
            "controller.quorum.voters=1@localhost:9093",
            "controller.quorum.bootstrap.servers=localhost:9093")) {
      ServerOptions options = read(STOCK + quorum + "\n");
      assertEquals(List.of("PLAINTEXT://:9092"), texts(options.listeners()));
      assertEquals(List.of("PLAINTEXT://localhost:9092"), texts(options.advertised()));
      assertEquals(List.of(Path.of("/tmp/kraft-combined-logs")), options.logDirs());
      assertEquals(List.of("CONTROLLER://:9093"), texts(options.cluster().controllerListeners()));
      assertEquals("PLAINTEXT", options.cluster().interBrokerListener());
      assertFalse(options.cluster().namesOthers(1));
      assertEquals(
          1,
          options.notices().stream().filter(n -> n.startsWith("accepted without effect:")).count());
    }
  }

  @Test
  void threeStockFilesNameEachOther() throws Exception {
    String voters = "controller.quorum.voters=1@a:9093,2@b:9093,3@c:9093\n";
    ClusterOptions cluster = read(STOCK + voters).cluster();
    assertTrue(cluster.namesOthers(1));
    assertTrue(cluster.runsBroker() && cluster.runsController());
    assertEquals("[1@a:9093, 2@b:9093, 3@c:9093]", cluster.voters().toString());
    assertEquals("CONTROLLER", cluster.controllerListener());
    String broker =
        "process.roles=broker\nnode.id=4\nlisteners=PLAINTEXT://:9092\n"
            + "controller.listener.names=CONTROLLER\n"
            + "controller.quorum.bootstrap.servers=a:9093,b:9093\n";
    ClusterOptions follower = read(broker).cluster();
    assertTrue(follower.namesOthers(4));
    assertFalse(follower.runsController());
    assertEquals("[a:9093, b:9093]", follower.bootstrapServers().toString());
  }

  /// What `config/server.properties` of Apache Kafka 4 sets.
  private static final String STOCK =
      """
      process.roles=broker,controller
      node.id=1
      listeners=PLAINTEXT://:9092,CONTROLLER://:9093
      inter.broker.listener.name=PLAINTEXT
      advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
      controller.listener.names=CONTROLLER
      listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
      num.network.threads=3
      num.io.threads=8
      socket.send.buffer.bytes=102400
      socket.receive.buffer.bytes=102400
      socket.request.max.bytes=104857600
      log.dirs=/tmp/kraft-combined-logs
      num.partitions=1
      num.recovery.threads.per.data.dir=1
      offsets.topic.replication.factor=1
      share.coordinator.state.topic.replication.factor=1
      share.coordinator.state.topic.min.isr=1
      transaction.state.log.replication.factor=1
      transaction.state.log.min.isr=1
      log.retention.hours=168
      log.segment.bytes=1073741824
      log.retention.check.interval.ms=300000
      """;

  @Test
  void addressesOfVersionSixAreRead() throws Exception {
    ServerOptions options =
        read("listeners=PLAINTEXT://[::1]:9092\nadvertised.listeners=PLAINTEXT://[fe80::1]:19092");
    assertEquals(List.of("PLAINTEXT://[::1]:9092"), texts(options.listeners()));
    assertEquals("fe80::1", options.advertised().getFirst().host());
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    List<String> complaints =
        complaints("num.partitions=0\nmessage.max.bytes=many\nlog.retention.hours=-5\n");
    assertEquals(3, complaints.size(), complaints.toString());
    assertTrue(complaints.get(0).startsWith("server.properties:1: Invalid value 0"));
    assertTrue(complaints.get(1).startsWith("server.properties:2: Invalid value many"));
    assertTrue(complaints.get(2).startsWith("server.properties:3: log.retention.hours: must be"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "listeners=|must not be empty",
        "controller.quorum.voters=1@here|is not id@host:port",
        "controller.quorum.bootstrap.servers=here|is not host:port",
        "listeners=PLAINTEXT//x|is not NAME://host:port",
        "listeners=PLAINTEXT://localhost:99999|has no port between",
        "listeners=INSIDE://localhost:9092|has no security protocol: add INSIDE:PLAINTEXT",
        "listeners=PLAINTEXT://a:1,PLAINTEXT://a:2|name of its own",
        "listeners=A://a:1,B://a:1;listener.security.protocol.map=A:PLAINTEXT,B:PLAINTEXT|port of"
            + " its own",
        "advertised.listeners=PLAINTEXT://0.0.0.0:9092|nonroutable",
        "advertised.listeners=OTHER://a:9092;listener.security.protocol.map=OTHER:PLAINTEXT,PLAINTEXT:PLAINTEXT|is"
            + " not in listeners",
        "inter.broker.listener.name=X|there is no listener X",
        "controller.listener.names=PLAINTEXT|no listener for clients",
        "process.roles=broker|a broker without a controller needs",
        "process.roles=broker;controller.quorum.voters=1@a:1;controller.listener.names=C|must not"
            + " be among the voters",
        "process.roles=zookeeper|String must be one of: broker, controller",
        "node.id=1;broker.id=2|must be the same as node.id=1",
        "controller.quorum.voters=1@a:1,2@b:1|must name the listener at which controllers",
        "controller.quorum.voters=2@a:1,3@b:1|must be among the voters",
        "controller.quorum.voters=1@a:1,1@b:1|is there twice",
        "log.dirs=/a,/b/../a|is there twice",
        "log.roll.ms=0|must be greater than or equal to 1",
        "group.min.session.timeout.ms=9000;group.max.session.timeout.ms=8000|is more than",
        "queued.max.request.bytes=1000|must be larger or equal",
        "max.connections.per.ip=0|can be set to zero only if",
        "max.connections.per.ip.overrides=localhost|is not address:number",
        "remote.log.storage.system.enable=true|remote storage is not supported",
        "tidepost.durability=maybe|String must be one of: disk, os"
      })
  void impossibleValuesAreRefused(String settings, String because) {
    String file = settings.replace(';', '\n');
    List<String> complaints = complaints(file);
    assertTrue(
        complaints.stream().anyMatch(complaint -> complaint.contains(because)),
        complaints.toString());
    complaints.forEach(complaint ->
        assertTrue(
            complaint.startsWith("server.properties:") || complaint.startsWith("default:"),
            complaint));
  }

  @Test
  void unknownNamesAreToldAndRefusedWhenStrict() throws Exception {
    var settings =
        PropertiesFile.parse(
            "f",
            "num.partition=3\n"
                + "listener.name.x.y=1\n"
                + "listeners=X://localhost:1\n"
                + "listener.security.protocol.map=X:PLAINTEXT\n");
    List<String> notices = ServerOptions.of(settings, false).notices();
    assertEquals(
        List.of("f:1: unknown option num.partition, did you mean num.partitions?"), notices);
    var refused =
        assertThrows(OptionsRefusedException.class, () -> ServerOptions.of(settings, true));
    assertEquals(notices, refused.complaints());
  }

  @Test
  void theOlderNameOfTheNodeIdCounts() throws Exception {
    assertEquals(5, read("broker.id=5").nodeId());
    assertEquals(5, read("broker.id=5\nnode.id=5").nodeId());
    assertEquals(7, read("node.id=7\nbroker.id=-1").nodeId());
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path missing = directory.resolve("missing.properties");
    var refused =
        assertThrows(
            OptionsRefusedException.class, () -> ServerOptions.read(missing, List.of(), false));
    assertEquals(List.of("there is no configuration file " + missing), refused.complaints());
    var folder =
        assertThrows(
            OptionsRefusedException.class, () -> ServerOptions.read(directory, List.of(), false));
    assertTrue(folder.complaints().getFirst().startsWith("cannot read the configuration file"));
    var set =
        assertThrows(
            OptionsRefusedException.class, () -> ServerOptions.read(null, List.of("x"), false));
    assertTrue(set.complaints().getFirst().contains("expected name=value"));
  }
}
