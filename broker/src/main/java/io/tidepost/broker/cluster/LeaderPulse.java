package io.tidepost.broker.cluster;

import io.tidepost.base.Clock;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.metadata.controller.LeaderWatch;
import io.tidepost.wire.message.ApiVersionsRequest;
import io.tidepost.wire.message.ApiVersionsResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps a connection from a voter to the active controller, over which it asks now and then for a
/// sign of life. When the connection breaks it looks at once whether the process is gone.
/// [LeaderWatch] decides what follows.
///
/// Belongs to one loop; its methods may be called on any thread.
public final class LeaderPulse implements AutoCloseable {

  /// Told what came of it, on the loop.
  public interface Listener {

    /// The leader's process is gone: it is this voter's turn to stand for election.
    void gone(int leaderId);

    /// Another voter leads now, and the one before had not answered for so long.
    void leftUnanswered(int leaderId, long millis);
  }

  private static final long ASK_MILLIS = 250;

  private final NodeConnection.Shared shared;
  private final Loop loop;
  private final ControllerNodes nodes;
  private final Clock clock;
  private final BrokerProbe probe;
  private final LeaderWatch watch;
  private final Listener listener;
  private @Nullable NodeConnection connection;
  private boolean underWay;
  private boolean ticking;
  private boolean closed;

  /// @param self node id of this voter
  public LeaderPulse(
      NodeConnection.Shared shared,
      Loop loop,
      ControllerNodes nodes,
      Clock clock,
      BrokerProbe probe,
      int self,
      Listener listener) {
    this.shared = shared;
    this.loop = loop;
    this.nodes = nodes;
    this.clock = clock;
    this.probe = probe;
    this.watch = new LeaderWatch(self, millis());
    this.listener = listener;
  }

  /// Who leads now, and who votes.
  public void leaderIs(Leadership leadership, List<Integer> voters) {
    loop.execute(() -> {
      int before = watch.leader();
      watch.tell(millis());
      long unanswered = watch.unansweredMillis();
      watch.leaderIs(leadership.leaderId(), leadership.leaderEpoch(), voters);
      if (watch.leader() != before) {
        if (unanswered > 0) {
          listener.leftUnanswered(before, unanswered);
        }
        disconnect();
      }
      if (watch.isWatching() && !ticking && !closed) {
        tick();
      }
    });
  }

  private void tick() {
    ticking = watch.isWatching() && !closed;
    if (!ticking) {
      disconnect();
      return;
    }
    watch.tell(millis());
    NodeAddress address = nodes.find(watch.leader());
    if (address != null && !underWay) {
      ask(address);
    }
    loop.schedule(ASK_MILLIS, this::tick);
  }

  private void ask(NodeAddress address) {
    NodeConnection to = connection;
    if (to == null) {
      to = new NodeConnection(shared, loop, address, new Broken(address));
      connection = to;
    }
    NodeConnection asked = to;
    underWay = true;
    watch.asked();
    asked.send(
        new SimpleCall<>(
            ApiVersionsRequest.API_KEY,
            (short) 0,
            (short) 0,
            new ApiVersionsRequest(),
            ApiVersionsResponse::read,
            shared.settings().requestMillisMax(),
            (response, failure) -> {
              if (asked == connection) {
                underWay = false;
                if (response != null) {
                  watch.answered();
                }
              }
            }));
  }

  private final class Broken implements NodeConnection.Listener {
    private final NodeAddress address;

    Broken(NodeAddress address) {
      this.address = address;
    }

    @Override
    public void disconnected(IOException cause) {
      if (BrokerProbe.isRefusal(cause)) {
        refused(address);
      } else {
        probe.probe(loop, address, () -> refused(address));
      }
    }
  }

  private void refused(NodeAddress address) {
    long wait = address.id() == watch.leader() && !closed ? watch.refused(millis()) : -1;
    if (wait == 0) {
      stand();
    } else if (wait > 0) {
      loop.schedule(wait, this::stand);
    }
  }

  private void stand() {
    if (!closed && watch.stands(millis())) {
      listener.gone(watch.leader());
    }
  }

  private void disconnect() {
    NodeConnection open = connection;
    connection = null;
    underWay = false;
    if (open != null) {
      open.close();
    }
  }

  private long millis() {
    return TimeUnit.NANOSECONDS.toMillis(clock.monotonicNanos());
  }

  /// Watches nobody any more.
  @Override
  public void close() {
    loop.execute(() -> {
      closed = true;
      disconnect();
    });
  }
}
