package io.tidepost.broker.net;

import io.tidepost.wire.WireReader;
import java.net.InetAddress;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Who is at the other end of a connection. Who it is authenticated as is learned from TLS or SASL,
/// the client's software from its ApiVersions request (KIP-511); everything else stays as it is.
/// Changed on the connection's loop only.
public final class ConnectionInfo {

  /// Whom a client is taken for that does not say who it is.
  public static final String ANONYMOUS = Identity.ANONYMOUS.principal();

  private final String id;
  private final String listener;
  private final String securityProtocol;
  private final InetAddress clientAddress;
  private final Loop loop;
  private final WireReader reader = new WireReader(WireReader.EMPTY);
  private Identity identity = Identity.ANONYMOUS;
  private @Nullable Object credential;
  private @Nullable Gate gate;
  private @Nullable SSLSession tlsSession;
  private String clientSoftwareName = "unknown";
  private String clientSoftwareVersion = "unknown";
  private @Nullable String clientId;
  private long requests;

  /// @param id `local-remote-number`, unique in this process
  /// @param securityProtocol the listener's: `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`
  public ConnectionInfo(
      String id, String listener, String securityProtocol, InetAddress clientAddress, Loop loop) {
    this.id = id;
    this.listener = listener;
    this.securityProtocol = securityProtocol;
    this.clientAddress = clientAddress;
    this.loop = loop;
  }

  public String id() {
    return id;
  }

  public String listener() {
    return listener;
  }

  /// The security protocol of the listener.
  public String securityProtocol() {
    return securityProtocol;
  }

  /// Whom the connection is authenticated as, such as `User:alice`.
  public String principal() {
    return identity.principal();
  }

  /// Whom the connection is authenticated as.
  public Identity identity() {
    return identity;
  }

  /// What the client proved it with, as far as somebody can take it away; `null` when nobody can.
  public @Nullable Object credential() {
    return credential;
  }

  /// Notes who the client is.
  ///
  /// @param by what it proved it with, for [#credential]
  public void authenticated(Identity as, @Nullable Object by) {
    identity = as;
    credential = by;
  }

  /// What stands before the requests of this connection; `null` when they all are let through.
  public @Nullable Gate gate() {
    return gate;
  }

  void gate(@Nullable Gate guarded) {
    gate = guarded;
  }

  /// The TLS session once it is established, `null` without TLS.
  public @Nullable SSLSession tlsSession() {
    return tlsSession;
  }

  void tlsSession(SSLSession established) {
    tlsSession = established;
  }

  public InetAddress clientAddress() {
    return clientAddress;
  }

  /// The connection's own loop.
  public Loop loop() {
    return loop;
  }

  /// The cursor over the request that was opened last. A request is read to its end before the next
  /// one of its connection is opened, so one is enough.
  public WireReader reader() {
    return reader;
  }

  /// Notes a request.
  ///
  /// @param calls what the client calls itself in it, if anything
  public void requested(@Nullable String calls) {
    clientId = calls;
    requests++;
  }

  /// What the client called itself last; `null` when it did not.
  public @Nullable String clientId() {
    return clientId;
  }

  /// How many requests have come.
  public long requests() {
    return requests;
  }

  public String clientSoftwareName() {
    return clientSoftwareName;
  }

  public String clientSoftwareVersion() {
    return clientSoftwareVersion;
  }

  /// Notes what the client says it is.
  public void clientSoftware(String name, String version) {
    clientSoftwareName = name;
    clientSoftwareVersion = version;
  }
}
