package io.tidepost.broker.net;

import io.tidepost.wire.WireReader;
import java.net.InetAddress;

/// Who is at the other end of a connection. The client's software is learned from its ApiVersions
/// request (KIP-511); everything else stays as it is. Changed on the connection's loop only.
public final class ConnectionInfo {

  private final String id;
  private final String listener;
  private final String principal;
  private final InetAddress clientAddress;
  private final Loop loop;
  private final WireReader reader = new WireReader(WireReader.EMPTY);
  private String clientSoftwareName = "unknown";
  private String clientSoftwareVersion = "unknown";

  /// @param id `local-remote-number`, unique in this process
  public ConnectionInfo(
      String id, String listener, String principal, InetAddress clientAddress, Loop loop) {
    this.id = id;
    this.listener = listener;
    this.principal = principal;
    this.clientAddress = clientAddress;
    this.loop = loop;
  }

  public String id() {
    return id;
  }

  public String listener() {
    return listener;
  }

  public String principal() {
    return principal;
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
