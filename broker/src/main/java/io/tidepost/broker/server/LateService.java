package io.tidepost.broker.server;

import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import io.tidepost.broker.net.RequestService;
import org.jspecify.annotations.Nullable;

/// Stands in for the request service while the ports are bound and the rest is not there yet. No
/// connection is let in before [#serve].
final class LateService implements RequestService {

  private volatile @Nullable RequestService target;

  void serve(RequestService service) {
    target = service;
  }

  @Override
  public Exchange open(Frame frame, ConnectionInfo connection) {
    RequestService service = target;
    if (service == null) {
      throw new IllegalStateException("a connection was let in before the node was ready");
    }
    return service.open(frame, connection);
  }
}
