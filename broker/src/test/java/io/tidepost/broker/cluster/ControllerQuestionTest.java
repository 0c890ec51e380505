package io.tidepost.broker.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.base.world.SystemRandomness;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import io.tidepost.broker.net.ListenerAddress;
import io.tidepost.broker.net.ListenerSecurity;
import io.tidepost.broker.net.Loops;
import io.tidepost.broker.net.NetOptions;
import io.tidepost.broker.net.NetServer;
import io.tidepost.broker.net.client.ClientSecurity;
import io.tidepost.broker.net.client.ClientSettings;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.wire.ApiKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A controller is asked who it is while its cluster comes about.
class ControllerQuestionTest {

  private static final String CLUSTER = "AAAAAAAAAAAAAAAAAAAAAQ";
  private static final int MILLIS_MAX = 120_000;
  private static final QuorumVoter VOTER = new QuorumVoter(1, new Uuid(9, 1), "127.0.0.1", 9093);

  private final Loops loops = new Loops(1);
  private final NetServer server;
  private final FormingService forming = new FormingService(VOTER, "CONTROLLER", "");
  private final AtomicInteger questions = new AtomicInteger();
  private int formedBefore;

  ControllerQuestionTest() {
    server = new NetServer(loops, NetOptions.DEFAULT, this::open);
  }

  @AfterEach
  void stop() {
    server.stop(100);
    loops.close();
  }

  private Exchange open(Frame frame, ConnectionInfo connection) {
    short api = frame.bytes().getShort(frame.bytes().position());
    if (api != ApiKey.API_VERSIONS.id() && questions.getAndIncrement() == formedBefore) {
      forming.formed(CLUSTER, List.of(VOTER));
    }
    return forming.open(frame, connection);
  }

  /// Before the first question, between the two, or not yet: whoever is said to be of a formed
  /// cluster has its id.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aFormedClusterHasAnId(int before) throws Exception {
    formedBefore = before;
    int port = server.bind(new ListenerAddress("TEST", "127.0.0.1", 0), ListenerSecurity.NONE);
    server.accept();
    var settings = new ClientSettings("test", 5000, MILLIS_MAX, 5, 50, 16, 1 << 20, -1, -1);
    var address = new NodeAddress(1, "127.0.0.1", port);
    NodeConnection connection =
        new NodeConnection(
            new NodeConnection.Shared(
                loops, Runnable::run, SystemRandomness.INSTANCE, ClientSecurity.NONE, settings),
            loops.get(0),
            address,
            NodeConnection.Listener.NONE);
    try {
      ControllerReport report =
          ControllerQuestion.ask(connection, address, MILLIS_MAX)
              .get(MILLIS_MAX, TimeUnit.MILLISECONDS);
      assertEquals(before == 0, report.formed());
      assertTrue(!report.formed() || report.clusterId().equals(CLUSTER), report::toString);
      assertEquals(2, questions.get());
    } finally {
      connection.close();
    }
  }
}
