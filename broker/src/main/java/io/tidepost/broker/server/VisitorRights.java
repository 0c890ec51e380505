package io.tidepost.broker.server;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.option.SslOptions;
import io.tidepost.broker.security.visitor.Visitor;
import io.tidepost.broker.security.visitor.Visitors;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;

/// What visitors may do: the authorizer that decides about clients decides about them. Any thread.
public final class VisitorRights {

  /// Of no API of Kafka's.
  private static final short NO_API = -1;

  private final ServerOptions options;
  private final BrokerContext broker;

  VisitorRights(ServerOptions options, BrokerContext broker) {
    this.options = options;
    this.broker = broker;
  }

  /// Whether somebody decides who may do what.
  public boolean areChecked() {
    return !options.options().get(SecurityOptions.AUTHORIZER_CLASS_NAME).isEmpty();
  }

  /// Whether those who do not say who they are get no further than they would at the listeners for
  /// clients: with an authorizer, or when every listener asks who comes.
  public boolean haveToBeKnown() {
    return areChecked() || !anybodyComesIn(options);
  }

  /// Whether a listener lets in who does not say who they are.
  public static boolean anybodyComesIn(ServerOptions options) {
    return options.listeners().stream().anyMatch(listener -> letsAnybodyIn(options, listener));
  }

  private static boolean letsAnybodyIn(ServerOptions options, Listener listener) {
    if (listener.sasl()) {
      return false;
    }
    var settings = new ListenerSettings(options.options(), options.prefixed(), listener.name());
    return !listener.encrypted() || !settings.get(SslOptions.SSL_CLIENT_AUTH).equals("required");
  }

  /// What may be done; the names are those of access control entries.
  public enum Deed {
    READ,
    WRITE,
    DELETE,
    DESCRIBE,
    DESCRIBE_CONFIGS,
    ALTER_CONFIGS
  }

  /// Whether a visitor may do this to the topic of this name.
  ///
  /// @param attempted whether the visitor tries to do it; else something is only to be listed
  public boolean onTopic(
      Visitor visitor, Visitors.Arrival arrival, Deed deed, String name, boolean attempted) {
    return allows(visitor, arrival, deed, ResourceType.TOPIC, name, attempted);
  }

  /// Whether a visitor may do this to the cluster as a whole.
  ///
  /// @param attempted whether the visitor tries to do it; else something is only to be listed
  public boolean onCluster(
      Visitor visitor, Visitors.Arrival arrival, Deed deed, boolean attempted) {
    return allows(
        visitor, arrival, deed, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME, attempted);
  }

  private boolean allows(
      Visitor visitor,
      Visitors.Arrival arrival,
      Deed deed,
      ResourceType type,
      String name,
      boolean attempted) {
    AclOperation operation = AclOperation.valueOf(deed.name());
    RequestContext caller =
        new RequestContext(
            NO_API,
            (short) 0,
            0,
            arrival.service(),
            visitor.identity().principal(),
            visitor.identity().tokenAuthenticated(),
            "PLAINTEXT",
            arrival.service(),
            arrival.service(),
            arrival.address(),
            "",
            "",
            broker.loops().get(0),
            visitor.identity().custom());
    return attempted
        ? broker.authorizations().allow(caller, operation, type, name)
        : broker.authorizations().show(caller, operation, type, name);
  }
}
