package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// Listeners: where clients connect.
public final class ListenerOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Listeners", Scope.READ_ONLY);

  /// Addresses to listen on, as `NAME://host:port`; an empty host means all interfaces, port 0 lets
  /// the system choose.
  public static final Option<List<String>> LISTENERS =
      GROUP
          .ofList("listeners", List.of("PLAINTEXT://:9092"))
          .where(new Check.Elements(List.of(), false))
          .says(
              "Addresses to listen on, as `NAME://host:port`; an empty host means all interfaces,"
                  + " port 0 lets the system choose.");

  /// Addresses that clients are told to connect to; the listeners themselves when not given.
  public static final Option<List<String>> ADVERTISED_LISTENERS =
      GROUP
          .ofList("advertised.listeners", null)
          .where(new Check.Elements(List.of(), false))
          .says(
              "Addresses that clients are told to connect to; the listeners themselves when not"
                  + " given.");

  /// Security protocol of each listener name, as `NAME:PROTOCOL`.
  public static final Option<String> LISTENER_SECURITY_PROTOCOL_MAP =
      GROUP
          .ofString(
              "listener.security.protocol.map",
              "SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT")
          .says("Security protocol of each listener name, as `NAME:PROTOCOL`.");

  /// Listener that other brokers use.
  public static final Option<String> INTER_BROKER_LISTENER_NAME =
      GROUP.ofString("inter.broker.listener.name", null).says("Listener that other brokers use.");

  /// Security protocol between brokers when `inter.broker.listener.name` is not given.
  public static final Option<String> SECURITY_INTER_BROKER_PROTOCOL =
      GROUP
          .ofString("security.inter.broker.protocol", "PLAINTEXT")
          .oneOf("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
          .says(
              "Security protocol between brokers when `inter.broker.listener.name` is not given.");

  /// Listeners of the controller, for other nodes and for tools that ask it directly.
  public static final Option<List<String>> CONTROLLER_LISTENER_NAMES =
      GROUP
          .ofList("controller.listener.names", List.of())
          .where(new Check.Elements(List.of(), false))
          .says(
              "Listeners of the controller, for other nodes and for tools that ask it directly; the"
                  + " first is the one at which this node looks for controllers.");

  static {
    GROUP
        .ofList("early.start.listeners", null)
        .where(new Check.Elements(List.of(), true))
        .noEffect(Reasons.ONE_NODE)
        .says("Listeners opened before the authorizer has finished its start.");
  }

  private ListenerOptions() {}
}
