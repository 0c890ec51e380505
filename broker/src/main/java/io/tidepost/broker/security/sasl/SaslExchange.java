package io.tidepost.broker.security.sasl;

import io.tidepost.broker.Log;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// One step of SASL on a connection. Nothing else runs on the connection meanwhile.
abstract class SaslExchange extends Exchange {

  private static final Log LOG = Log.of(SaslExchange.class);

  private final SaslGate gate;
  private final long startedNanos = System.nanoTime();

  SaslExchange(Frame frame, SaslGate gate) {
    super(frame);
    this.gate = gate;
  }

  SaslGate gate() {
    return gate;
  }

  @Override
  protected boolean exclusive() {
    return true;
  }

  static byte[] copy(ByteBuffer from) {
    byte[] bytes = new byte[from.remaining()];
    from.duplicate().get(bytes);
    return bytes;
  }

  /// Hands a token to the mechanism, here or where nobody minds that it takes long.
  void take(byte[] token) {
    SaslConversation conversation = gate.conversation();
    if (!conversation.isExpensive(token)) {
      step(conversation, token, true);
      return;
    }
    try {
      gate.listener().expensive().execute(() -> step(conversation, token, false));
    } catch (RejectedExecutionException e) {
      fail(SaslFailure.hidden("too many clients authenticate at the same time"));
    }
  }

  private void step(SaslConversation conversation, byte[] token, boolean inLoop) {
    byte[] answer;
    try {
      answer = conversation.step(token);
    } catch (SaslFailure e) {
      onLoop(inLoop, () -> fail(e));
      return;
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("{}: authentication failed", gate.connection().id(), e);
      onLoop(inLoop, () -> fail(SaslFailure.hidden("a fault of the broker's")));
      return;
    }
    onLoop(inLoop, () -> finish(conversation, answer));
  }

  private void onLoop(boolean inLoop, Runnable task) {
    if (inLoop) {
      task.run();
    } else {
      gate.connection().loop().execute(task);
    }
  }

  private void finish(SaslConversation conversation, byte[] answer) {
    try {
      answered(answer, conversation.isComplete() ? gate.complete() : 0);
    } catch (SaslFailure e) {
      fail(e);
    }
  }

  /// The mechanism's answer; the session's length in milliseconds is for the last one.
  abstract void answered(byte[] answer, long sessionMillis);

  /// What the client is told of a failure, just before the connection is closed.
  abstract void refuse(SaslFailure why);

  /// Bad news come late: guessing passwords is not to be quick. How long checking took is part of
  /// the wait, so that it says nothing about what was checked.
  final void fail(SaslFailure why) {
    refuse(why);
    gate.failed();
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    gate.connection()
        .loop()
        .schedule(
            Math.max(0, gate.listener().failureDelayMillis() - tookMillis),
            () -> completeThenClose("authentication failed: " + why.getMessage()));
  }
}
