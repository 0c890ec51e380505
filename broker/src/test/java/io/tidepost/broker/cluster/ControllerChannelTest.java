package io.tidepost.broker.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.base.world.SystemRandomness;
import io.tidepost.broker.net.ListenerAddress;
import io.tidepost.broker.net.ListenerSecurity;
import io.tidepost.broker.net.Loops;
import io.tidepost.broker.net.NetOptions;
import io.tidepost.broker.net.NetServer;
import io.tidepost.broker.net.client.ClientSecurity;
import io.tidepost.broker.net.client.ClientSettings;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.option.ClusterOptions;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.wire.message.DescribeQuorumRequest;
import io.tidepost.wire.message.DescribeQuorumResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Requests to the active controller, where one of two controllers never answers anything.
class ControllerChannelTest {

  private static final int MUTE = 1;
  private static final int SPEAKING = 2;
  private static final int HOUR_MILLIS = 3_600_000;

  private final Loops loops = new Loops(1);
  private final ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final NetServer speaking;
  private final ControllerNodes nodes;
  private final AtomicReference<Leadership> leadership =
      new AtomicReference<>(new Leadership(MUTE, 1, false));
  private final ControllerChannel channel;

  ControllerChannelTest() throws IOException {
    QuorumVoter self = voter(SPEAKING, 9);
    var forming = new FormingService(self, "CONTROLLER", "");
    speaking = new NetServer(loops, NetOptions.DEFAULT, forming);
    int port = speaking.bind(new ListenerAddress("TEST", "127.0.0.1", 0), ListenerSecurity.NONE);
    speaking.accept();
    nodes =
        new ControllerNodes(
            new ClusterOptions(true, false, List.of(), List.of(), List.of(), null, "", "", ""));
    nodes.learn(List.of(voter(MUTE, mute.getLocalPort()), voter(SPEAKING, port)));
    channel =
        new ControllerChannel(
            new NodeConnection.Shared(
                loops,
                Runnable::run,
                SystemRandomness.INSTANCE,
                ClientSecurity.NONE,
                new ClientSettings("test", HOUR_MILLIS, HOUR_MILLIS, 5, 50, 16, 1 << 20, -1, -1)),
            loops.get(0),
            nodes,
            leadership::get,
            (_, _) -> {
              throw new AssertionError("no controller is here");
            });
  }

  private static QuorumVoter voter(int id, int port) {
    return new QuorumVoter(id, new Uuid(9, id), "127.0.0.1", port);
  }

  @AfterEach
  void stop() throws IOException {
    channel.close();
    speaking.stop(100);
    loops.close();
    mute.close();
  }

  @Test
  void whatOneThatIsCutOffHasNotAnsweredGoesToTheNext() throws Exception {
    CompletableFuture<DescribeQuorumResponse> answer = new CompletableFuture<>();
    channel.send(
        new ControllerRequest<>(
            ControllerQuestion.describeQuorum(),
            2,
            DescribeQuorumRequest.HIGHEST_VERSION,
            DescribeQuorumResponse.class,
            DescribeQuorumResponse::read,
            response -> response.errorCode,
            HOUR_MILLIS),
        (response, failure) -> {
          if (response != null) {
            answer.complete(response);
          } else {
            answer.completeExceptionally(failure);
          }
        });
    try (Socket asked = mute.accept()) {
      assertTrue(asked.getInputStream().read() >= 0, "it was asked first");
      leadership.set(new Leadership(SPEAKING, 2, false));
      channel.leaderChanged();
      assertEquals(0, answer.get(2, TimeUnit.MINUTES).errorCode);
    }
  }
}
