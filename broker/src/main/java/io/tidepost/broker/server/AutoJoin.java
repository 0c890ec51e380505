package io.tidepost.broker.server;

import io.tidepost.broker.Log;
import io.tidepost.broker.cluster.ControllerChannel;
import io.tidepost.broker.cluster.ControllerRequest;
import io.tidepost.broker.net.Loop;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.AddRaftVoterRequest;
import io.tidepost.wire.message.AddRaftVoterResponse;

/// Asks that this controller may vote, until it does (`controller.quorum.auto.join.enable`,
/// KIP-1186). Once it votes it asks no more: an operator who removes it means it.
final class AutoJoin {

  private static final Log LOG = Log.of(AutoJoin.class);
  private static final int VERSION = 0;
  private static final int MILLIS_MAX = 30_000;
  private static final long PAUSE_MILLIS = 500;
  private static final String LISTENER = "CONTROLLER";

  private final ControllerChannel channel;
  private final Loop loop;
  private final ControllerRole role;
  private final QuorumVoter self;
  private final String clusterId;

  /// @param self this node as a voter
  AutoJoin(
      ControllerChannel channel,
      Loop loop,
      ControllerRole role,
      QuorumVoter self,
      String clusterId) {
    this.channel = channel;
    this.loop = loop;
    this.role = role;
    this.self = self;
    this.clusterId = clusterId;
  }

  void start() {
    loop.schedule(PAUSE_MILLIS, this::look);
  }

  private void look() {
    role.loop()
        .execute(() -> {
          boolean votes =
              role.engine().voters().stream().anyMatch(voter -> voter.id() == self.id());
          if (!votes) {
            loop.execute(this::ask);
          }
        });
  }

  private void ask() {
    channel.send(
        new ControllerRequest<>(
            request(),
            VERSION,
            VERSION,
            AddRaftVoterResponse.class,
            AddRaftVoterResponse::read,
            response -> response.errorCode,
            MILLIS_MAX),
        (response, failure) -> {
          if (response != null && response.errorCode != 0) {
            LOG.info(
                "this controller does not vote yet: {} ({})",
                ErrorCode.of(response.errorCode),
                response.errorMessage);
          }
          loop.schedule(PAUSE_MILLIS, this::look);
        });
  }

  private AddRaftVoterRequest request() {
    var request = new AddRaftVoterRequest();
    request.clusterId = clusterId;
    request.timeoutMs = MILLIS_MAX;
    request.voterId = self.id();
    request.voterDirectoryId = self.directoryId();
    var listener = new AddRaftVoterRequest.Listener();
    listener.name = LISTENER;
    listener.host = self.host();
    listener.port = self.port();
    request.listeners.add(listener);
    return request;
  }
}
