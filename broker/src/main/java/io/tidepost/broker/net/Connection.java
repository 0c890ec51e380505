package io.tidepost.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.tidepost.broker.Log;
import io.tidepost.wire.WireWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// One client. Cuts the bytes into frames, starts their exchanges, and writes the replies in
/// request order. Several requests are in flight at a time; an exclusive one waits for those before
/// it and holds up those behind it. Reading stops while too much is in flight, unsent, or received
/// in all.
///
/// Everything happens on the connection's loop, except [#completed] and [#memoryAvailable].
final class Connection extends ChannelInboundHandlerAdapter implements FrameMemory.Waiter {

  private static final Log LOG = Log.of(Connection.class);

  /// How long a client may take to authenticate by SASL.
  private static final long AUTHENTICATION_MILLIS_MAX = 60_000;

  private final Channel channel;
  private final NettyLoop loop;
  private final ConnectionInfo info;
  private final RequestService service;
  private final ReplyObserver observer;
  private final FrameMemory memory;
  private final FrameReader reader;
  private final WireWriter writer;
  private final ReplyBuffer replies;
  private final int inFlightMax;
  private final int requestBytesMax;
  private final ListenerSecurity security;
  private final boolean encrypted;
  private final Runnable flush = this::flush;
  private final ArrayDeque<Exchange> inFlight = new ArrayDeque<>();

  private @Nullable Exchange next; // opened, but waiting for the exchanges before it

  private boolean exclusiveRunning;
  private boolean paused;
  private long pauseEndMillis;
  private boolean processing;
  private boolean flushScheduled;
  private boolean draining;
  private @Nullable String closing;
  private long lastReadMillis;
  private boolean waitingForMemory;
  private final long openedMillis;
  private @Nullable Map<Object, Runnable> whenClosed;

  /// The gate was still closed when last looked at.
  private boolean guarded;

  Connection(
      Channel channel,
      NettyLoop loop,
      ConnectionInfo info,
      RequestService service,
      ReplyObserver observer,
      FrameMemory memory,
      WireWriter writer,
      NetOptions options,
      ListenerSecurity security,
      boolean encrypted,
      long nowMillis) {
    this.channel = channel;
    this.loop = loop;
    this.info = info;
    this.service = service;
    this.observer = observer;
    this.memory = memory;
    this.writer = writer;
    this.reader = new FrameReader(channel.alloc(), memory, options.requestBytesMax());
    this.replies = new ReplyBuffer(channel, encrypted);
    this.inFlightMax = options.inFlightMax();
    this.requestBytesMax = options.requestBytesMax();
    this.security = security;
    this.encrypted = encrypted;
    this.openedMillis = nowMillis;
    this.lastReadMillis = nowMillis;
    if (!encrypted) {
      channel.config().setRecvByteBufAllocator(new DirectReads(reader));
    }
    Gate gate = security.gate(info);
    if (gate != null) {
      info.gate(gate);
      reader.frameBytesMax(Math.min(requestBytesMax, security.unauthenticatedBytesMax()));
      guarded = true;
    }
  }

  ConnectionInfo info() {
    return info;
  }

  // ---- in

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf buffer = (ByteBuf) message;
    lastReadMillis = NetServer.loopMillis();
    if (encrypted) {
      takeCopied(buffer);
      return;
    }
    Frame.release(buffer, memory); // the reader holds its own reference
    if (closing != null) {
      reader.close();
      return;
    }
    process();
  }

  /// Takes bytes that were read into somebody else's buffer, and releases it.
  void takeCopied(ByteBuf buffer) {
    try {
      while (closing == null && buffer.isReadable()) {
        reader.add(buffer);
        process();
      }
    } finally {
      buffer.release();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws SSLException {
    if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
      handshaken(context.pipeline().get(SslHandler.class).engine().getSession());
    }
  }

  /// TLS is established: says who the peer is, unless SASL will.
  void handshaken(SSLSession session) throws SSLException {
    info.tlsSession(session);
    if (info.gate() == null) {
      info.authenticated(security.identity(info, session), null);
    }
  }

  private void process() {
    if (processing) {
      return;
    }
    processing = true;
    try {
      startAll();
    } catch (FrameException e) {
      closeAfterReplies(e.reason());
    } finally {
      processing = false;
    }
    regulateReading();
  }

  private void startAll() {
    while (closing == null && mayStart()) {
      Exchange exchange = next;
      if (exchange != null) {
        exchange.waited();
      } else {
        exchange = open();
        if (exchange == null) {
          return;
        }
      }
      if (exchange.exclusive() && !inFlight.isEmpty()) {
        next = exchange;
        return;
      }
      next = null;
      exclusiveRunning = exchange.exclusive();
      inFlight.addLast(exchange);
      exchange.start();
      exchange.left();
    }
  }

  private @Nullable Exchange open() {
    Frame frame = reader.next();
    if (frame == null) {
      return null;
    }
    memory.finished(this);
    Exchange exchange;
    try {
      exchange = service.open(frame, info);
    } catch (FrameException e) {
      frame.release();
      throw e;
    }
    exchange.bind(this, System.nanoTime());
    return exchange;
  }

  private boolean mayStart() {
    return !exclusiveRunning
        && !paused
        && inFlight.size() < inFlightMax
        && channel.isWritable()
        && !draining;
  }

  /// Reads on only while what arrives can be started, and while there is memory for it.
  private void regulateReading() {
    boolean wanted = closing == null && next == null && mayStart();
    if (wanted && reader.pendingBytes() > 0) {
      waitingForMemory = waitingForMemory || !memory.mayRead(this);
      wanted = !waitingForMemory;
    }
    if (channel.config().isAutoRead() != wanted) {
      channel.config().setAutoRead(wanted);
    }
  }

  @Override
  public void memoryAvailable() {
    loop.execute(() -> {
      waitingForMemory = false;
      if (channel.isActive()) {
        regulateReading();
      }
      memory.wakeNext(); // there may be room for more than one, or this one needs none any more
    });
  }

  // ---- quotas

  /// Starts no further request for so long; replies go out as ever. Any thread.
  void pause(long millis) {
    loop.run(() -> {
      pauseEndMillis = Math.max(pauseEndMillis, NetServer.loopMillis() + millis);
      if (!paused) {
        paused = true;
        loop.schedule(millis, this::pauseOver);
        regulateReading();
      }
    });
  }

  private void pauseOver() {
    long left = pauseEndMillis - NetServer.loopMillis();
    if (left > 0) {
      loop.schedule(left, this::pauseOver);
      return;
    }
    paused = false;
    if (channel.isActive()) {
      process();
    }
  }

  // ---- out

  /// An exchange has its reply. Any thread.
  void completed(Exchange exchange) {
    if (loop.inLoop()) {
      completedInLoop(exchange);
    } else {
      loop.execute(() -> completedInLoop(exchange));
    }
  }

  private void completedInLoop(Exchange exchange) {
    exchange.ready = true;
    if (inFlight.peekFirst() != exchange || !channel.isActive()) {
      return;
    }
    writeReady();
    if (!processing) {
      process();
    }
  }

  private void writeReady() {
    Gate gate = guarded ? info.gate() : null;
    if (gate != null && gate.isOpen()) {
      guarded = false;
      reader.frameBytesMax(requestBytesMax);
    }
    Exchange head;
    while ((head = inFlight.peekFirst()) != null && head.ready) {
      inFlight.pollFirst();
      exclusiveRunning = false;
      String reason = head.closeReason();
      if (reason != null) {
        if (head.writtenBeforeClosing()) {
          writeReply(head);
        }
        closeAfterReplies(reason);
        abandonAll();
        break;
      }
      writeReply(head);
    }
    scheduleFlush();
    if (closing != null) {
      closeWhenDone();
    }
  }

  private void writeReply(Exchange exchange) {
    writer.reset();
    writer.writeInt32(0);
    try {
      if (exchange.write(writer)) {
        writer.patchInt32(0, Math.toIntExact(writer.size() - Integer.BYTES));
        replies.add(writer);
      }
      observer.written(exchange, loop, System.nanoTime());
    } catch (IOException | RuntimeException e) {
      LOG.error("{}: the reply could not be written, closing the connection", info.id(), e);
      closing = "a reply could not be written";
      abandonAll();
    }
  }

  private void scheduleFlush() {
    if (!flushScheduled) {
      flushScheduled = true;
      loop.flushAtEndOfTurn(flush);
    }
  }

  private void flush() {
    flushScheduled = false;
    replies.pass();
    channel.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      process();
    }
  }

  // ---- end

  private void closeAfterReplies(String reason) {
    if (closing == null) {
      closing = reason;
      LOG.warn(
          "closing the connection {} of listener {}: {}",
          info.id(),
          info.listener(),
          Strangers.text(reason));
    }
    reader.close();
    if (channel.config().isAutoRead()) {
      channel.config().setAutoRead(false);
    }
    if (inFlight.isEmpty()) {
      closeNow();
    }
  }

  private void closeNow() {
    replies.pass();
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /// Starts nothing more; closes once what is in flight is answered, except for requests that wait
  /// for something to happen.
  void drain() {
    draining = true;
    if (closing == null) {
      closing = "the broker stops";
    }
    regulateReading();
    closeWhenDone();
  }

  private void closeWhenDone() {
    if (inFlight.isEmpty() || draining && onlyWaiting()) {
      abandonAll();
      closeNow();
    }
  }

  private boolean onlyWaiting() {
    for (Exchange exchange : inFlight) {
      if (exchange.ready || !exchange.waits()) {
        return false;
      }
    }
    return true;
  }

  /// Closes without waiting for anybody.
  void abort() {
    channel.close();
  }

  /// Blocks until the connection is closed, at most so long.
  void awaitClose(long nanosMax) {
    channel.closeFuture().awaitUninterruptibly(nanosMax, TimeUnit.NANOSECONDS);
  }

  void count(ConnectionCounts counts) {
    long now = NetServer.loopMillis();
    counts.add(info, now - openedMillis, now - lastReadMillis, inFlight.size());
    inFlight.forEach(exchange -> counts.addWaiting(exchange.apiKey()));
  }

  /// Whether nothing is in flight.
  boolean isIdle() {
    return inFlight.isEmpty() && next == null;
  }

  /// Closes a connection that has been silent for too long, or that holds up others.
  void sweep(long nowMillis, long idleMillisMax, long stalledMillisMax) {
    long silent = nowMillis - lastReadMillis;
    if (guarded && nowMillis - openedMillis > AUTHENTICATION_MILLIS_MAX) {
      closeAfterReplies("has not said who it is for %d ms".formatted(nowMillis - openedMillis));
    } else if (idleMillisMax >= 0 && silent > idleMillisMax && isIdle()) {
      channel.close();
    } else if (silent > stalledMillisMax && memory.isExhausted() && memory.isExcepted(this)) {
      closeAfterReplies(
          "stalled in the middle of a request of which %d bytes have arrived, while all memory for requests is in use"
              .formatted(reader.pendingBytes()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    memory.forget(this);
    reader.close();
    replies.release();
    abandonAll();
    Map<Object, Runnable> actions = whenClosed;
    if (actions != null) {
      whenClosed = null;
      actions.values().forEach(Runnable::run);
    }
  }

  /// Runs `action` once the connection is closed, however that comes about. The last one for a key
  /// counts, `null` takes it back. On the connection's loop.
  void whenClosed(Object key, @Nullable Runnable action) {
    Map<Object, Runnable> actions = whenClosed;
    if (actions == null) {
      actions = new HashMap<>(2);
      whenClosed = actions;
    }
    if (action == null) {
      actions.remove(key);
    } else {
      actions.put(key, action);
    }
  }

  private void abandonAll() {
    Exchange waiting = next;
    next = null;
    if (waiting != null) {
      waiting.releaseFrame();
    }
    Exchange exchange;
    while ((exchange = inFlight.pollFirst()) != null) {
      exchange.disconnected();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable tls = cause instanceof DecoderException ? cause.getCause() : cause;
    if (tls instanceof SSLException) {
      LOG.warn(
          "closing the connection {} of listener {}: TLS failed: {}",
          info.id(),
          info.listener(),
          Strangers.text(String.valueOf(tls.getMessage())));
      security.handshakeFailed(info);
    } else if (!(cause instanceof IOException)) {
      LOG.error("closing the connection {} of listener {}", info.id(), info.listener(), cause);
    }
    channel.close();
  }

  @Override
  public String toString() {
    return info.id() + (waitingForMemory ? " (waits for memory)" : "");
  }
}
