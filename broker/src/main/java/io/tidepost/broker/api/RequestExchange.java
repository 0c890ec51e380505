package io.tidepost.broker.api;

import io.tidepost.broker.Log;
import io.tidepost.broker.net.CallerWords;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import io.tidepost.broker.quota.ClientQuotaMeters;
import io.tidepost.broker.quota.RequestTime;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/// One request on its way through its handler, and the place its reply is given to.
final class RequestExchange<Q extends Message, S extends Message> extends Exchange
    implements Reply<S> {

  private static final Log LOG = Log.of(RequestExchange.class);

  private final ApiHandler<Q, S> handler;
  private final RequestContext context;
  private final ApiKey api;
  private final ClientQuotaMeters quotas;
  private @Nullable RequestTime time;
  private boolean ofFollower;
  private @Nullable WireReader in;
  private @Nullable Q request;
  private volatile @Nullable S response;

  RequestExchange(
      Frame frame,
      ApiHandler<Q, S> handler,
      RequestContext context,
      ApiKey api,
      WireReader in,
      ClientQuotaMeters quotas) {
    super(frame);
    this.quotas = quotas;
    this.handler = handler;
    this.context = context;
    this.api = api;
    this.in = in;
  }

  @Override
  protected boolean exclusive() {
    return !handler.pipelined();
  }

  @Override
  protected boolean waits() {
    return handler.waits();
  }

  @Override
  public int apiKey() {
    return context.apiKey();
  }

  @Override
  public boolean isOfFollower() {
    return ofFollower;
  }

  @Override
  public CallerWords caller() {
    return context.words();
  }

  @Override
  protected void start() {
    WireReader reader = in;
    in = null;
    if (reader == null) {
      throw new IllegalStateException("started twice: " + describe());
    }
    RequestTime counted = quotas.begin(context);
    Q read;
    try {
      // Bytes behind it are no matter, as in Kafka: librdkafka 2.x has three behind a Metadata
      // request for all topics.
      read = handler.read(reader, context.apiVersion());
    } catch (WireException e) {
      close("sent a " + describe() + " that cannot be read: " + e.getMessage());
      return;
    }
    request = read;
    ofFollower = api == ApiKey.FETCH && handler.exemptFromQuotas(read);
    if (counted != null && !handler.exemptFromQuotas(read)) {
      time = counted;
    }
    try {
      handler.handle(read, context, this);
    } catch (RuntimeException e) {
      fail(e);
    }
    if (!handler.keepsRequest()) {
      releaseFrame();
    }
    if (time != null) {
      time.left();
    }
  }

  @Override
  public void send(S answer) {
    if (!isComplete()) {
      if (time != null) {
        int millis = time.answered();
        answer.throttle(millis);
        pause(millis);
      }
      response = answer;
      complete();
    }
  }

  @Override
  public void fail(Throwable cause) {
    if (ApiErrors.isFault(cause)) {
      LOG.error("{} of {} failed", describe(), context.connectionId(), cause);
    }
    Q failed = request;
    if (failed == null) {
      close("sent a " + describe() + " that cannot be read: " + cause.getMessage());
      return;
    }
    ErrorCode error = ApiErrors.errorOf(cause);
    send(handler.error(failed, context.apiVersion(), error, ApiErrors.messageOf(cause)));
  }

  @Override
  public void sendNothing() {
    complete();
  }

  @Override
  public void close(String reason) {
    completeByClosing(reason);
  }

  @Override
  public void pause(int millis) {
    if (millis > 0) {
      pauseConnection(millis);
    }
  }

  @Override
  public void whenDisconnected(Runnable action) {
    onDisconnect(action);
  }

  @Override
  public void whenConnectionClosed(Object key, @Nullable Runnable action) {
    onConnectionClosed(key, action);
  }

  @Override
  protected boolean write(WireWriter out) {
    S answer = response;
    if (answer == null) {
      return false;
    }
    response = null;
    if (time == null) {
      write(answer, out);
    } else {
      time.resumed();
      write(answer, out);
      time.left();
    }
    return true;
  }

  private void write(S answer, WireWriter out) {
    out.writeInt32(context.correlationId());
    if (api.responseHeaderVersion(context.apiVersion()) >= 1) {
      out.writeTags(null);
    }
    answer.write(out, context.apiVersion());
  }

  private String describe() {
    return api.apiName() + " request, version " + context.apiVersion();
  }
}
