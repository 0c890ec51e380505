package io.tidepost.broker.plugin;

import io.tidepost.broker.api.RequestContext;
import java.net.InetAddress;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;

/// Who asks, as an authorizer wants to know it.
///
/// @param caller the same in our words
record AuthorizerCaller(RequestContext caller) implements AuthorizableRequestContext {

  @Override
  public String listenerName() {
    return caller.listener();
  }

  @Override
  public SecurityProtocol securityProtocol() {
    return SecurityProtocol.forName(caller.securityProtocol());
  }

  @Override
  public KafkaPrincipal principal() {
    if (caller.customPrincipal() instanceof KafkaPrincipal custom) {
      return custom;
    }
    return principal(caller.principal(), caller.tokenAuthenticated());
  }

  static KafkaPrincipal principal(String text, boolean byToken) {
    int colon = text.indexOf(':');
    return new KafkaPrincipal(text.substring(0, colon), text.substring(colon + 1), byToken);
  }

  @Override
  public InetAddress clientAddress() {
    return caller.clientAddress();
  }

  @Override
  public int requestType() {
    return caller.apiKey();
  }

  @Override
  public int requestVersion() {
    return caller.apiVersion();
  }

  @Override
  public String clientId() {
    String id = caller.clientId();
    return id == null ? "" : id;
  }

  @Override
  public int correlationId() {
    return caller.correlationId();
  }
}
