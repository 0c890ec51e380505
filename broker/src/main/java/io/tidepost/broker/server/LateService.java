package io.tidepost.broker.server;

import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import io.tidepost.broker.net.RequestService;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stands in for the request service while the ports are bound and the rest is not there yet. No
/// connection is let in before [#serve].
final class LateService implements RequestService {

  private final Set<String> controllerListeners;
  private volatile @Nullable RequestService target;
  private volatile @Nullable RequestService controller;

  /// @param controllerListeners names of the listeners of the controller
  LateService(Set<String> controllerListeners) {
    this.controllerListeners = controllerListeners;
  }

  void serve(RequestService service) {
    target = service;
  }

  void serveController(RequestService service) {
    controller = service;
  }

  @Override
  public Exchange open(Frame frame, ConnectionInfo connection) {
    boolean forController =
        !controllerListeners.isEmpty() && controllerListeners.contains(connection.listener());
    RequestService service = forController ? controller : target;
    if (service == null) {
      throw new IllegalStateException("a connection was let in before the node was ready");
    }
    return service.open(frame, connection);
  }
}
