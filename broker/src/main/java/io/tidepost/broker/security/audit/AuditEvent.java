package io.tidepost.broker.security.audit;

import io.tidepost.broker.JsonText;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.security.Login;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ApiKey;

/// Somebody did something, or tried to. Equal events are counted instead of repeated. Holds names
/// only, nothing of what a request carries.
///
/// @param principal who
/// @param host address they came from
/// @param clientId what their client calls itself
/// @param api name of the API, empty for what happens without one
/// @param operation what they did
/// @param resourceType to what kind of resource
/// @param resource its name
/// @param detail how, where there is something to say
/// @param allowed whether they could
record AuditEvent(
    String principal,
    String host,
    String clientId,
    String api,
    String operation,
    String resourceType,
    String resource,
    String detail,
    boolean allowed) {

  /// Longer names are cut.
  private static final int NAME_LENGTH_MAX = 512;

  static AuditEvent of(
      RequestContext caller,
      AclOperation operation,
      String resourceType,
      String name,
      boolean allowed) {
    ApiKey api = ApiKey.of(caller.apiKey());
    return new AuditEvent(
        cut(caller.principal()),
        caller.clientAddress().getHostAddress(),
        cut(caller.clientId() == null ? "" : caller.clientId()),
        api == null ? caller.apiKey() < 0 ? "" : String.valueOf(caller.apiKey()) : api.apiName(),
        operation.name(),
        resourceType,
        cut(name),
        "",
        allowed);
  }

  static AuditEvent of(Login login) {
    String principal = login.principal();
    return new AuditEvent(
        principal == null ? "" : cut(principal),
        login.connection().clientAddress().getHostAddress(),
        "",
        "",
        login.again() ? "REAUTHENTICATE" : "AUTHENTICATE",
        "LISTENER",
        login.connection().listener(),
        login.mechanism(),
        login.allowed());
  }

  private static String cut(String name) {
    return name.length() <= NAME_LENGTH_MAX ? name : name.substring(0, NAME_LENGTH_MAX) + "…";
  }

  /// The event as the JSON of one record.
  ///
  /// @param firstMillis when it happened first, wall-clock time
  /// @param lastMillis when it happened last
  String json(long firstMillis, long lastMillis, long count) {
    var out = new StringBuilder(256);
    out.append("{\"time\":").append(lastMillis);
    text(out, "principal", principal);
    text(out, "host", host);
    text(out, "clientId", clientId);
    text(out, "api", api);
    text(out, "operation", operation);
    text(out, "resourceType", resourceType);
    text(out, "resource", resource);
    if (!detail.isEmpty()) {
      text(out, "detail", detail);
    }
    out.append(",\"allowed\":").append(allowed);
    out.append(",\"count\":").append(count);
    out.append(",\"firstTime\":").append(firstMillis);
    return out.append('}').toString();
  }

  private static void text(StringBuilder out, String name, String value) {
    out.append(",\"").append(name).append("\":");
    JsonText.quote(out, value);
  }
}
