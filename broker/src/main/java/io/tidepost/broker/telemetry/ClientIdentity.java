package io.tidepost.broker.telemetry;

import io.tidepost.base.Uuid;
import io.tidepost.broker.api.RequestContext;
import java.util.Map;

/// A client that pushes metrics, as a subscription may ask for it. Names that clients give
/// themselves are cut to a sensible length.
///
/// @param instanceId given by a broker when the client asked first
/// @param clientId what it calls itself, empty when it does not
/// @param softwareName from its ApiVersions request
/// @param softwareVersion likewise
/// @param address its own
/// @param port its own, empty when not known
/// @param principal whom its connection is authenticated as
public record ClientIdentity(
    Uuid instanceId,
    String clientId,
    String softwareName,
    String softwareVersion,
    String address,
    String port,
    String principal) {

  private static final int LENGTH_MAX = 255;

  static ClientIdentity of(Uuid instanceId, RequestContext caller) {
    String clientId = caller.clientId();
    return new ClientIdentity(
        instanceId,
        cut(clientId == null ? "" : clientId),
        cut(caller.clientSoftwareName()),
        cut(caller.clientSoftwareVersion()),
        caller.clientAddress().getHostAddress(),
        port(caller.connectionId()),
        cut(caller.principal()));
  }

  /// The remote port in `local:port-remote:port-number`.
  private static String port(String connectionId) {
    int end = connectionId.lastIndexOf('-');
    int colon = end < 0 ? -1 : connectionId.lastIndexOf(':', end);
    return colon < 0 ? "" : connectionId.substring(colon + 1, end);
  }

  private static String cut(String text) {
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX);
  }

  /// What patterns are held against, by Kafka's names.
  Map<String, String> attributes() {
    return Map.of(
        "client_instance_id",
        instanceId.toString(),
        "client_id",
        clientId,
        "client_software_name",
        softwareName,
        "client_software_version",
        softwareVersion,
        "client_source_address",
        address,
        "client_source_port",
        port);
  }
}
