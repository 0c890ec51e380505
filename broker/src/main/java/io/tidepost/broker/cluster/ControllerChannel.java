package io.tidepost.broker.cluster;

import io.tidepost.base.Timers;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The way of this node's own requests to the active controller, wherever that is. A request that
/// reaches a controller that is not active, or none, is sent again to the next one that may be,
/// until its time is over. With the active controller on this node nothing is sent.
///
/// Belongs to one loop; [#send] may be called on any thread.
public final class ControllerChannel implements AutoCloseable {

  private static final int RETRY_MILLIS = 20;
  private static final int RETRY_MILLIS_MAX = 250;

  /// Told the response, or `null` and why there is none; on the channel's loop, or on a thread of
  /// the local controller.
  ///
  /// @param <S> the response message
  @FunctionalInterface
  public interface Answer<S> {

    /// Exactly one of the two is `null`.
    void accept(@Nullable S response, @Nullable IOException failure);
  }

  private final NodeConnection.Shared shared;
  private final Loop loop;
  private final ControllerNodes nodes;
  private final Supplier<Leadership> leadership;
  private final LocalController local;
  private final List<Attempts<?>> pausing = new ArrayList<>();
  private @Nullable NodeConnection connection;
  private @Nullable NodeAddress connectedTo;
  private @Nullable NodeAddress tried;
  private boolean closed;

  /// @param leadership who is active, as this node knows it
  public ControllerChannel(
      NodeConnection.Shared shared,
      Loop loop,
      ControllerNodes nodes,
      Supplier<Leadership> leadership,
      LocalController local) {
    this.shared = shared;
    this.loop = loop;
    this.nodes = nodes;
    this.leadership = leadership;
    this.local = local;
  }

  /// Sends a request to whoever is active.
  public <S extends Message> void send(ControllerRequest<S> request, Answer<S> answer) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(request.millisMax());
    Attempts<S> attempts = new Attempts<>(request, answer, deadline);
    if (leadership.get().isHere()) {
      attempts.here();
    } else {
      loop.run(attempts::next);
    }
  }

  /// Another controller is active: those who wait for one try at once, and what the one before has
  /// not answered goes to the new one. Any thread.
  public void leaderChanged() {
    loop.execute(() -> {
      tried = null;
      leaveOther(leadership.get());
      List<Attempts<?>> all = List.copyOf(pausing);
      pausing.clear();
      all.forEach(attempts -> loop.execute(attempts::now));
    });
  }

  /// The controller that is not active any more may be cut off, and never answer.
  private void leaveOther(Leadership now) {
    NodeConnection open = connection;
    NodeAddress leader = nodes.find(now.leaderId());
    if (open != null && leader != null && !leader.equals(connectedTo)) {
      connection = null;
      connectedTo = null;
      open.close();
    }
  }

  /// Whom to ask next: the leader; who was just tried in vain only when nobody else is known.
  private @Nullable NodeAddress target() {
    NodeAddress leader = nodes.find(leadership.get().leaderId());
    if (leader != null && !leader.equals(tried)) {
      return leader;
    }
    NodeAddress next = nodes.next();
    return next == null ? leader : next;
  }

  private NodeConnection connection(NodeAddress to) {
    NodeConnection open = connection;
    if (open != null && to.equals(connectedTo)) {
      return open;
    }
    if (open != null) {
      open.close();
    }
    NodeConnection fresh = new NodeConnection(shared, loop, to, NodeConnection.Listener.NONE);
    connection = fresh;
    connectedTo = to;
    return fresh;
  }

  /// One request until it is answered or its time is over.
  private final class Attempts<S extends Message> {
    private final ControllerRequest<S> request;
    private final Answer<S> answer;
    private final long deadlineNanos;
    private int count;
    private IOException last = new IOException("no controller is known");
    private Timers.@Nullable Timer timer;

    Attempts(ControllerRequest<S> request, Answer<S> answer, long deadlineNanos) {
      this.request = request;
      this.answer = answer;
      this.deadlineNanos = deadlineNanos;
    }

    void here() {
      local.serve(
          request.message(),
          response -> {
            S typed = request.type().cast(response);
            if (request.errorCode().applyAsInt(typed) == ErrorCode.NOT_CONTROLLER.code()) {
              last = new IOException("this node's controller is not active any more");
              loop.execute(this::later);
            } else {
              answer.accept(typed, null);
            }
          });
    }

    void next() {
      long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (closed || left <= 0) {
        answer.accept(null, last);
        return;
      }
      if (leadership.get().isHere()) {
        here();
        return;
      }
      NodeAddress to = target();
      if (to == null) {
        later();
        return;
      }
      connection(to)
          .send(
              new SimpleCall<>(
                  request.message().apiKey(),
                  (short) request.lowestVersion(),
                  (short) request.highestVersion(),
                  request.message(),
                  request.reader(),
                  (int) Math.min(left, request.millisMax()),
                  (response, failure) -> answered(to, response, failure)));
    }

    private void answered(NodeAddress from, @Nullable S response, @Nullable IOException failure) {
      if (response != null
          && request.errorCode().applyAsInt(response) != ErrorCode.NOT_CONTROLLER.code()) {
        tried = null;
        answer.accept(response, null);
        return;
      }
      last = failure == null ? new IOException(from + " is not the active controller") : failure;
      tried = from;
      later();
    }

    private void later() {
      int full = Math.min(RETRY_MILLIS << Math.min(count++, 4), RETRY_MILLIS_MAX);
      pausing.add(this);
      timer =
          loop.schedule(
              full / 2 + shared.randomness().nextInt(full / 2),
              () -> {
                if (pausing.remove(this)) {
                  next();
                }
              });
    }

    void now() {
      Timers.Timer running = timer;
      if (running != null) {
        running.cancel();
      }
      next();
    }
  }

  @Override
  public void close() {
    loop.execute(() -> {
      closed = true;
      NodeConnection open = connection;
      connection = null;
      if (open != null) {
        open.close();
      }
      List<Attempts<?>> all = List.copyOf(pausing);
      pausing.clear();
      all.forEach(attempts -> loop.execute(attempts::now));
    });
  }
}
