package io.tidepost.broker.server;

import io.tidepost.broker.Log;
import io.tidepost.broker.cluster.ControllerChannel;
import io.tidepost.broker.cluster.ControllerRequest;
import io.tidepost.broker.net.Loop;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.AddRaftVoterRequest;
import io.tidepost.wire.message.AddRaftVoterResponse;
import org.jspecify.annotations.Nullable;

/// Asks that this controller may vote, until it does (`controller.quorum.auto.join.enable`,
/// KIP-1186). Once it votes it asks no more: an operator who removes it means it.
final class AutoJoin {

  private static final Log LOG = Log.of(AutoJoin.class);
  private static final int VERSION = 0;
  private static final int MILLIS_MAX = 30_000;
  private static final long PAUSE_MILLIS = 500;

  private final ControllerChannel channel;
  private final Loop loop;
  private final ControllerRole role;
  private final QuorumVoter self;
  private final String listener;
  private final String clusterId;
  private @Nullable String toldWhy;

  /// @param self this node as a voter
  /// @param listener name of the listener that `self` has the address of
  AutoJoin(
      ControllerChannel channel,
      Loop loop,
      ControllerRole role,
      QuorumVoter self,
      String listener,
      String clusterId) {
    this.channel = channel;
    this.loop = loop;
    this.role = role;
    this.self = self;
    this.listener = listener;
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
          if (response == null) {
            tell(RemoteCommands.unanswered(failure).message());
          } else if (response.errorCode != 0) {
            tell(ErrorCode.of(response.errorCode) + " (" + response.errorMessage + ")");
          }
          loop.schedule(PAUSE_MILLIS, this::look);
        });
  }

  /// It asks twice a second: the operator is told once for each reason.
  private void tell(String why) {
    if (!why.equals(toldWhy)) {
      toldWhy = why;
      LOG.info("this controller does not vote yet: {}", why);
    }
  }

  private AddRaftVoterRequest request() {
    var request = new AddRaftVoterRequest();
    request.clusterId = clusterId;
    request.timeoutMs = MILLIS_MAX;
    request.voterId = self.id();
    request.voterDirectoryId = self.directoryId();
    var told = new AddRaftVoterRequest.Listener();
    told.name = listener;
    told.host = self.host();
    told.port = self.port();
    request.listeners.add(told);
    return request;
  }
}
