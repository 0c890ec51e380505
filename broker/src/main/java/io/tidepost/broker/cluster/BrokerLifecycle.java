package io.tidepost.broker.cluster;

import io.tidepost.base.Timers;
import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.Loop;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.BrokerHeartbeatRequest;
import io.tidepost.wire.message.BrokerHeartbeatResponse;
import io.tidepost.wire.message.BrokerRegistrationRequest;
import io.tidepost.wire.message.BrokerRegistrationResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A broker's life as the controller sees it (KIP-631): it registers, catches up with the metadata,
/// is unfenced, sends heartbeats, and asks before it goes.
///
/// ```
///  registering ─▶ catching up ─▶ running ─▶ leaving ─▶ gone
///       ▲              │            │
///       └── registration lost ◀─────┘
/// ```
///
/// Belongs to one loop; its methods may be called on any thread.
public final class BrokerLifecycle {

  /// What a broker says of itself when it registers.
  ///
  /// @param brokerId node id
  /// @param clusterId its cluster
  /// @param incarnationId of the process
  /// @param endpoints its listeners
  /// @param features levels it supports, by feature name
  /// @param rack its rack, or `null`
  /// @param directories ids of its log directories that are online
  /// @param previousBrokerEpoch the broker epoch of its last life if that ended well, else -1
  public record Identity(
      int brokerId,
      String clusterId,
      Uuid incarnationId,
      List<Endpoint> endpoints,
      Map<String, VersionRange> features,
      @Nullable String rack,
      List<Uuid> directories,
      long previousBrokerEpoch) {}

  /// @param heartbeatMillis `broker.heartbeat.interval.ms`
  /// @param sessionMillis `broker.session.timeout.ms`
  public record Times(int heartbeatMillis, int sessionMillis) {}

  private enum State {
    REGISTERING,
    CATCHING_UP,
    RUNNING,
    LEAVING,
    GONE
  }

  private static final Log LOG = Log.of(BrokerLifecycle.class);
  private static final int PAUSE_MILLIS = 200;
  private static final int CATCH_UP_MILLIS = 20;
  private static final int LEAVING_MILLIS = 50;

  private final Identity identity;
  private final Times times;
  private final ControllerChannel channel;
  private final Loop loop;
  private final Supplier<MetadataImage> image;
  private final LongConsumer registered;
  private final CompletableFuture<Long> registration = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> unfenced = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> released = new CompletableFuture<>();
  private State state = State.REGISTERING;
  private long brokerEpoch = -1;
  private boolean ready;
  private boolean underWay;
  private boolean again;
  private Timers.@Nullable Timer timer;
  private final long startedNanos = System.nanoTime();

  /// @param image the newest metadata that this broker has acted upon
  /// @param registered told the broker epoch whenever it registers, on the loop
  public BrokerLifecycle(
      Identity identity,
      Times times,
      ControllerChannel channel,
      Loop loop,
      Supplier<MetadataImage> image,
      LongConsumer registered) {
    this.identity = identity;
    this.times = times;
    this.channel = channel;
    this.loop = loop;
    this.image = image;
    this.registered = registered;
  }

  /// Registers.
  ///
  /// @return the broker epoch once the metadata here holds the registration; fails with a sentence
  ///   when the node must not join
  public CompletableFuture<Long> register() {
    loop.execute(this::sendRegistration);
    return registration;
  }

  /// The broker is ready to lead.
  ///
  /// @return completed when it is unfenced
  public CompletableFuture<@Nullable Void> ready() {
    loop.execute(() -> {
      ready = true;
      beat();
    });
    return unfenced;
  }

  /// Asks to leave: leaders move elsewhere first.
  ///
  /// @return completed when the broker may go
  public CompletableFuture<@Nullable Void> leave() {
    loop.execute(() -> {
      if (state == State.RUNNING || state == State.CATCHING_UP) {
        state = State.LEAVING;
        beat();
      } else {
        released.complete(null);
      }
    });
    return released;
  }

  /// Sends nothing any more.
  public void stop() {
    loop.execute(() -> {
      state = State.GONE;
      cancel();
    });
  }

  /// Another controller is active, or newer metadata was acted upon: it is told at once where that
  /// matters.
  public void nudge() {
    loop.execute(() -> {
      if (state == State.CATCHING_UP || state == State.LEAVING) {
        beat();
      }
    });
  }

  // ---- registration

  private void sendRegistration() {
    if (state == State.GONE) {
      return;
    }
    channel.send(
        new ControllerRequest<>(
            request(),
            0,
            BrokerRegistrationRequest.HIGHEST_VERSION,
            BrokerRegistrationResponse.class,
            BrokerRegistrationResponse::read,
            response -> response.errorCode,
            times.sessionMillis()),
        (response, failure) -> loop.run(() -> registrationAnswered(response, failure)));
  }

  private BrokerRegistrationRequest request() {
    var request = new BrokerRegistrationRequest();
    request.brokerId = identity.brokerId();
    request.clusterId = identity.clusterId();
    request.incarnationId = identity.incarnationId();
    request.rack = identity.rack();
    request.logDirs = identity.directories();
    request.previousBrokerEpoch = identity.previousBrokerEpoch();
    for (Endpoint endpoint : identity.endpoints()) {
      var listener = new BrokerRegistrationRequest.Listener();
      listener.name = endpoint.listener();
      listener.host = endpoint.host();
      listener.port = endpoint.port();
      listener.securityProtocol = endpoint.securityProtocol();
      request.listeners.add(listener);
    }
    identity
        .features()
        .forEach((name, range) -> {
          var feature = new BrokerRegistrationRequest.Feature();
          feature.name = name;
          feature.minSupportedVersion = range.min();
          feature.maxSupportedVersion = range.max();
          request.features.add(feature);
        });
    return request;
  }

  private void registrationAnswered(
      @Nullable BrokerRegistrationResponse response, @Nullable IOException failure) {
    if (state == State.GONE) {
      return;
    }
    if (response == null) {
      LOG.info("not registered yet: {}", failure == null ? "no answer" : failure.getMessage());
      loop.schedule(PAUSE_MILLIS, this::sendRegistration);
      return;
    }
    ErrorCode error = ErrorCode.of(response.errorCode);
    switch (error) {
      case NONE -> {
        brokerEpoch = response.brokerEpoch;
        registered.accept(brokerEpoch);
        state = State.CATCHING_UP;
        awaitOwnRegistration();
      }
      case DUPLICATE_BROKER_REGISTRATION -> duplicate();
      case INCONSISTENT_CLUSTER_ID, UNSUPPORTED_VERSION, INVALID_REGISTRATION ->
          refused(
              "the controller does not let broker "
                  + identity.brokerId()
                  + " in: "
                  + error
                  + " ("
                  + error.message()
                  + "); its log names the reason");
      default -> loop.schedule(PAUSE_MILLIS, this::sendRegistration);
    }
  }

  /// A process that was killed is registered until its session ends; one that lives is longer.
  private void duplicate() {
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    if (registration.isDone() || waited < times.sessionMillis() + times.heartbeatMillis()) {
      loop.schedule(PAUSE_MILLIS, this::sendRegistration);
      return;
    }
    Broker other = image.get().brokers().get(identity.brokerId());
    refused(
        "another process with node.id="
            + identity.brokerId()
            + " is a broker of the cluster"
            + (other == null || other.endpoints().isEmpty()
                ? ""
                : " at "
                    + other.endpoints().getFirst().host()
                    + ":"
                    + other.endpoints().getFirst().port())
            + ": give this node a node.id of its own");
  }

  private void refused(String sentence) {
    if (!registration.completeExceptionally(new IOException(sentence))) {
      LOG.error("{}", sentence);
      loop.schedule(times.heartbeatMillis(), this::sendRegistration);
    }
  }

  private void awaitOwnRegistration() {
    Broker self = image.get().brokers().get(identity.brokerId());
    if (self != null && self.epoch() >= brokerEpoch) {
      registration.complete(brokerEpoch);
      beat();
    } else if (state == State.CATCHING_UP) {
      loop.schedule(CATCH_UP_MILLIS, this::awaitOwnRegistration);
    }
  }

  // ---- heartbeats

  private void cancel() {
    Timers.Timer running = timer;
    timer = null;
    if (running != null) {
      running.cancel();
    }
  }

  private void beatIn(int millis) {
    cancel();
    timer = loop.schedule(millis, this::beat);
  }

  private void beat() {
    cancel();
    if (state == State.GONE || state == State.REGISTERING) {
      return;
    }
    if (underWay) {
      again = true;
      return;
    }
    underWay = true;
    again = false;
    var request = new BrokerHeartbeatRequest();
    request.brokerId = identity.brokerId();
    request.brokerEpoch = brokerEpoch;
    request.currentMetadataOffset = image.get().provenance().lastOffset();
    request.wantFence = !ready;
    request.wantShutDown = state == State.LEAVING;
    channel.send(
        new ControllerRequest<>(
            request,
            0,
            1,
            BrokerHeartbeatResponse.class,
            BrokerHeartbeatResponse::read,
            response -> response.errorCode,
            times.sessionMillis()),
        (response, failure) -> loop.run(() -> beaten(response, failure)));
  }

  private void beaten(@Nullable BrokerHeartbeatResponse response, @Nullable IOException failure) {
    underWay = false;
    if (state == State.GONE) {
      return;
    }
    if (response == null) {
      LOG.warn(
          "no controller has heard of this broker for a whole session: {}",
          failure == null ? "no answer" : failure.getMessage());
      beat();
      return;
    }
    switch (ErrorCode.of(response.errorCode)) {
      case NONE -> {
        follow(response);
        if (again) {
          beat();
        } else {
          beatIn(state == State.LEAVING ? LEAVING_MILLIS : pauseMillis(response));
        }
      }
      case STALE_BROKER_EPOCH, BROKER_ID_NOT_REGISTERED -> {
        LOG.warn(
            "the controller does not know this broker any more ({}): it registers again",
            ErrorCode.of(response.errorCode));
        if (state == State.LEAVING) {
          released.complete(null);
        }
        state = State.REGISTERING;
        sendRegistration();
      }
      default -> beatIn(PAUSE_MILLIS);
    }
  }

  /// While the broker waits to be unfenced it does not wait long.
  private int pauseMillis(BrokerHeartbeatResponse response) {
    return ready && response.isFenced
        ? Math.min(CATCH_UP_MILLIS, times.heartbeatMillis())
        : times.heartbeatMillis();
  }

  private void follow(BrokerHeartbeatResponse response) {
    if (state == State.LEAVING) {
      if (response.shouldShutDown) {
        state = State.GONE;
        released.complete(null);
      }
    } else if (!response.isFenced) {
      if (state == State.CATCHING_UP) {
        state = State.RUNNING;
        LOG.info("broker {} is unfenced", identity.brokerId());
      }
      unfenced.complete(null);
    } else if (state == State.RUNNING) {
      state = State.CATCHING_UP;
      LOG.warn("broker {} was fenced by the controller", identity.brokerId());
    }
  }
}
