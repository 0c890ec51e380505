package io.tidepost.broker.quota;

import io.tidepost.broker.api.RequestContext;

/// The time that one request takes of its event loop, counted against `request_percentage`. What it
/// took up to its answer decides about a pause; what follows counts for the next one.
public final class RequestTime {

  private final ClientQuotaMeters meters;
  private final RequestContext caller;
  private long sinceNanos;
  private boolean counting = true;

  RequestTime(ClientQuotaMeters meters, RequestContext caller) {
    this.meters = meters;
    this.caller = caller;
    this.sinceNanos = System.nanoTime();
  }

  /// The request is answered. Any thread.
  ///
  /// @return milliseconds that the client has to pause, 0 for not at all
  public synchronized int answered() {
    return meters.worked(caller, lap());
  }

  /// The event loop turns to something else.
  public synchronized void left() {
    long nanos = lap();
    counting = false;
    meters.worked(caller, nanos);
  }

  /// The event loop comes back to write the answer.
  public synchronized void resumed() {
    sinceNanos = System.nanoTime();
    counting = true;
  }

  private long lap() {
    if (!counting) {
      return 0;
    }
    long now = System.nanoTime();
    long nanos = now - sinceNanos;
    sinceNanos = now;
    return nanos;
  }
}
