package io.tidepost.broker.net.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.tidepost.base.Timers;
import io.tidepost.broker.net.DirectReads;
import io.tidepost.broker.net.Frame;
import io.tidepost.broker.net.FrameException;
import io.tidepost.broker.net.FrameMemory;
import io.tidepost.broker.net.FrameReader;
import io.tidepost.broker.net.Loop;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.Message;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.RequestHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One TCP connection of a [NodeConnection], from its opening to its end: the hello, requests and
/// answers by correlation id, and their time limits. On the connection's loop only.
final class Wire extends ChannelInboundHandlerAdapter {

  /// A request whose answer is awaited.
  private record Sent(Call<?> call, int correlationId, short version, long deadlineNanos) {}

  private final Channel channel;
  private final NodeConnection owner;
  private final ClientSettings settings;
  private final Loop loop;
  private final NodeAddress address;
  private final boolean encrypted;
  private final FrameMemory memory = new FrameMemory(Long.MAX_VALUE);
  private final FrameReader reader;
  private final WireWriter writer = new WireWriter();
  private final WireReader in = new WireReader(WireReader.EMPTY);
  private final ArrayDeque<Sent> sent = new ArrayDeque<>();

  /// Requests that came while the connection says anew who it is.
  private final ArrayDeque<Call<?>> held = new ArrayDeque<>();

  private final Hello hello;
  private int nextCorrelationId;
  private boolean ready;
  private boolean again;
  private boolean flushScheduled;
  private @Nullable IOException end;
  private Timers.@Nullable Timer watch;

  Wire(
      Channel channel,
      NodeConnection owner,
      NodeConnection.Shared shared,
      Loop loop,
      NodeAddress address,
      boolean encrypted) {
    this.channel = channel;
    this.owner = owner;
    this.settings = shared.settings();
    this.loop = loop;
    this.address = address;
    this.encrypted = encrypted;
    this.reader = new FrameReader(channel.alloc(), memory, settings.responseBytesMax());
    this.hello = new Hello(this, shared.security());
    if (!encrypted) {
      channel.config().setRecvByteBufAllocator(new DirectReads(reader));
    }
  }

  ClientSettings settings() {
    return settings;
  }

  NodeAddress address() {
    return address;
  }

  boolean isReady() {
    return ready && !again;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!encrypted) {
      hello.begin();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        hello.begin();
      } else {
        Throwable cause = handshake.cause();
        close(new IOException(address + ": TLS failed: " + cause.getMessage(), cause));
      }
    }
  }

  /// The hello is over.
  void ready() {
    boolean first = !ready;
    ready = true;
    again = false;
    Call<?> next;
    while (end == null && (next = held.poll()) != null) {
      send(next);
    }
    if (first) {
      owner.ready(this);
    }
  }

  /// The session ends before long: sends nothing new until what is in flight is answered, then says
  /// anew who it is (KIP-368).
  void greetAgainIn(long millis) {
    loop.schedule(
        millis,
        () -> {
          if (end == null) {
            again = true;
            greetAgainWhenIdle();
          }
        });
  }

  private void greetAgainWhenIdle() {
    if (again && sent.isEmpty()) {
      hello.authenticate();
    }
  }

  // ---- out

  /// Sends a request of the owner.
  void send(Call<?> call) {
    if (end != null) {
      call.failed(end);
    } else if (held.size() + sent.size() >= settings.inFlightMax()) {
      call.failed(new IOException("too many requests wait for answers of " + address));
    } else if (again) {
      held.add(call);
    } else {
      transmit(call, hello.version(call));
    }
  }

  /// Sends a request in this version; -1 when there is none.
  void transmit(Call<?> call, int version) {
    if (version < 0) {
      call.failed(
          new IOException(
              address
                  + " does not serve a version of API "
                  + call.apiKey()
                  + " between "
                  + call.lowestVersion()
                  + " and "
                  + call.highestVersion()));
      return;
    }
    short spoken = (short) version;
    int correlationId = nextCorrelationId++ & Integer.MAX_VALUE;
    try {
      encode(call, spoken, correlationId);
    } catch (WireException e) {
      call.failed(new IOException("the request to " + address + " cannot be written", e));
      return;
    }
    int millis = call.millisMax() > 0 ? call.millisMax() : settings.requestMillisMax();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    sent.add(new Sent(call, correlationId, spoken, deadline));
    watch(millis);
    if (!flushScheduled) {
      flushScheduled = true;
      loop.atEndOfTurn(this::flush);
    }
  }

  private void flush() {
    flushScheduled = false;
    channel.flush();
  }

  private void encode(Call<?> call, short version, int correlationId) {
    ApiKey api = Objects.requireNonNull(ApiKey.of(call.apiKey()), "an API without a number");
    RequestHeader header = new RequestHeader();
    header.requestApiKey = call.apiKey();
    header.requestApiVersion = version;
    header.correlationId = correlationId;
    header.clientId = settings.clientId();
    writer.reset();
    writer.writeInt32(0);
    header.write(writer, api.requestHeaderVersion(version));
    call.request(version).write(writer, version);
    writer.patchInt32(0, Math.toIntExact(writer.size() - Integer.BYTES));
    writer.drainTo(
        new WireWriter.Sink() {
          @Override
          public void bytes(ByteBuffer buffer, int from, int to) {
            ByteBuf copy = channel.alloc().directBuffer(to - from);
            copy.writeBytes(buffer.duplicate().limit(to).position(from));
            channel.write(copy, channel.voidPromise());
          }

          @Override
          public void records(RecordData records) {
            if (records instanceof BufferRecords inMemory) {
              channel.write(
                  Unpooled.wrappedBuffer(inMemory.buffer().duplicate()), channel.voidPromise());
            } else {
              throw WireException.malformed("records of a request must be in memory");
            }
          }
        });
  }

  // ---- in

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf buffer = (ByteBuf) message;
    if (!encrypted) {
      Frame.release(buffer, memory); // the reader holds its own reference
      takeFrames();
      return;
    }
    try {
      while (end == null && buffer.isReadable()) {
        reader.add(buffer);
        takeFrames();
      }
    } finally {
      buffer.release();
    }
  }

  private void takeFrames() {
    try {
      Frame frame;
      while (end == null && (frame = reader.next()) != null) {
        take(frame);
      }
    } catch (FrameException e) {
      close(new IOException(address + " " + e.reason()));
    }
    if (end != null) {
      reader.close();
    }
  }

  private void take(Frame frame) {
    try {
      Sent awaited = sent.peek();
      int correlationId =
          frame.bytes().remaining() < Integer.BYTES
              ? -1
              : frame.bytes().getInt(frame.bytes().position());
      if (awaited == null || awaited.correlationId() != correlationId) {
        close(new IOException(address + " sent an answer that nobody asked for"));
        return;
      }
      sent.poll();
      answer(awaited, awaited.call(), frame);
    } finally {
      frame.release();
    }
    greetAgainWhenIdle();
  }

  private <S extends Message> void answer(Sent awaited, Call<S> call, Frame frame) {
    short version = awaited.version();
    S response;
    try {
      in.reset(frame.bytes());
      in.readInt32();
      ApiKey api = Objects.requireNonNull(ApiKey.of(call.apiKey()), "an API without a number");
      if (api.responseHeaderVersion(version) >= 1) {
        in.readTags();
      }
      response = call.read(in, version);
    } catch (WireException e) {
      IOException cause =
          new IOException(address + " sent an answer that cannot be read: " + e.getMessage(), e);
      call.failed(cause);
      close(cause);
      return;
    }
    call.answered(response, version, frame);
  }

  // ---- time limits

  private void watch(long millis) {
    if (watch == null) {
      watch = loop.schedule(Math.max(1, millis), this::look);
    }
  }

  /// Looks who waited too long; the next look is when the next one might.
  private void look() {
    watch = null;
    long now = System.nanoTime();
    long next = Long.MAX_VALUE;
    for (Sent each : sent) {
      long left = each.deadlineNanos() - now;
      if (left <= 0) {
        close(new IOException(address + " did not answer a request in time"));
        return;
      }
      next = Math.min(next, left);
    }
    if (next != Long.MAX_VALUE) {
      watch(TimeUnit.NANOSECONDS.toMillis(next) + 1);
    }
  }

  // ---- end

  /// Ends the connection; what waits for answers fails.
  void close(IOException cause) {
    if (end != null) {
      return;
    }
    end = cause;
    Timers.Timer running = watch;
    if (running != null) {
      running.cancel();
    }
    channel.close();
    owner.lost(this, cause);
    Sent next;
    while ((next = sent.poll()) != null) {
      next.call().failed(cause);
    }
    Call<?> waiting;
    while ((waiting = held.poll()) != null) {
      waiting.failed(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    close(new IOException(address + " closed the connection"));
    reader.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close(new IOException(address + ": " + cause.getMessage(), cause));
  }
}
