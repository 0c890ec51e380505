package io.tidepost.broker.api;

import io.tidepost.broker.net.CallerWords;
import io.tidepost.broker.net.Loop;
import io.tidepost.wire.ApiKey;
import java.net.InetAddress;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/// Who asks, and how: everything about a request that is not in its body.
///
/// @param apiKey number of the API
/// @param apiVersion version in which request and response are encoded
/// @param correlationId the client's number of this request
/// @param clientId what the client calls itself, if anything
/// @param principal whom the connection is authenticated as, such as `User:ANONYMOUS`
/// @param tokenAuthenticated whether that was by a delegation token (KIP-48)
/// @param securityProtocol the listener's: `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`
/// @param listener name of the listener the client came in by
/// @param connectionId `local-remote-number`, unique in this process
/// @param clientAddress the peer's address
/// @param clientSoftwareName what the client said in ApiVersions, empty before
/// @param clientSoftwareVersion likewise
/// @param loop the connection's own event loop; the handler is called on it
/// @param customPrincipal what `principal.builder.class` made of the client, `null` without one
public record RequestContext(
    short apiKey,
    short apiVersion,
    int correlationId,
    @Nullable String clientId,
    String principal,
    boolean tokenAuthenticated,
    String securityProtocol,
    String listener,
    String connectionId,
    InetAddress clientAddress,
    String clientSoftwareName,
    String clientSoftwareVersion,
    Loop loop,
    @Nullable Principal customPrincipal) {

  /// In words, for the log.
  CallerWords words() {
    ApiKey api = ApiKey.of(apiKey);
    return new CallerWords(
        api == null ? String.valueOf(apiKey) : api.apiName(),
        apiVersion,
        clientId == null ? "" : clientId,
        principal,
        connectionId,
        listener);
  }

  /// A caller of whom no class of an operator's own has made anything.
  public RequestContext(
      short apiKey,
      short apiVersion,
      int correlationId,
      @Nullable String clientId,
      String principal,
      boolean tokenAuthenticated,
      String securityProtocol,
      String listener,
      String connectionId,
      InetAddress clientAddress,
      String clientSoftwareName,
      String clientSoftwareVersion,
      Loop loop) {
    this(
        apiKey,
        apiVersion,
        correlationId,
        clientId,
        principal,
        tokenAuthenticated,
        securityProtocol,
        listener,
        connectionId,
        clientAddress,
        clientSoftwareName,
        clientSoftwareVersion,
        loop,
        null);
  }
}
