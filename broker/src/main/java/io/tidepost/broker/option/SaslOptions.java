package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import io.tidepost.base.option.Secret;
import java.util.List;

/// SASL: authentication of listeners with SASL.
public final class SaslOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("SASL", Scope.READ_ONLY);

  /// Mechanisms clients may use.
  public static final Option<List<String>> SASL_ENABLED_MECHANISMS =
      GROUP
          .ofList("sasl.enabled.mechanisms", List.of("GSSAPI"))
          .where(new Check.Elements(List.of(), true))
          .perBroker()
          .says("Mechanisms clients may use.");

  /// Login modules and their settings.
  public static final Option<Secret> SASL_JAAS_CONFIG =
      GROUP.ofSecret("sasl.jaas.config").perBroker().says("Login modules and their settings.");

  /// Class that answers a mechanism's questions on the server's side.
  public static final Option<String> SASL_SERVER_CALLBACK_HANDLER_CLASS =
      GROUP
          .ofClass("sasl.server.callback.handler.class", null)
          .says("Class that answers a mechanism's questions on the server's side.");

  /// Largest message before authentication in bytes.
  public static final Option<Integer> SASL_SERVER_MAX_RECEIVE_SIZE =
      GROUP
          .ofInt("sasl.server.max.receive.size", 524288)
          .says("Largest message before authentication in bytes.");

  /// Mechanism by which this node says to other brokers who it is.
  public static final Option<String> SASL_MECHANISM_INTER_BROKER_PROTOCOL =
      GROUP
          .ofString("sasl.mechanism.inter.broker.protocol", "GSSAPI")
          .perBroker()
          .says(
              "Mechanism by which this node says to other brokers who it is: `PLAIN`,"
                  + " `SCRAM-SHA-256` or `SCRAM-SHA-512`, with the `username` and `password` of the"
                  + " listener's `sasl.jaas.config` for it.");

  /// Mechanism by which this node says to controllers who it is.
  public static final Option<String> SASL_MECHANISM_CONTROLLER_PROTOCOL =
      GROUP
          .ofString("sasl.mechanism.controller.protocol", "GSSAPI")
          .says(
              "Mechanism by which this node says to controllers who it is, as"
                  + " `sasl.mechanism.inter.broker.protocol`.");

  /// How a Kerberos principal becomes a user name.
  public static final Option<List<String>> SASL_KERBEROS_PRINCIPAL_TO_LOCAL_RULES =
      GROUP
          .ofList("sasl.kerberos.principal.to.local.rules", List.of("DEFAULT"))
          .where(new Check.Elements(List.of(), true))
          .perBroker()
          .says("How a Kerberos principal becomes a user name.");

  static {
    GROUP
        .ofClass("sasl.client.callback.handler.class", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Class that answers a mechanism's questions on the client's side.");
    GROUP
        .ofClass("sasl.login.class", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Class that logs in.");
    GROUP
        .ofClass("sasl.login.callback.handler.class", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Class that answers the login's questions.");
    GROUP
        .ofInt("sasl.login.connect.timeout.ms", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("How long a login waits for a connection, in milliseconds.");
    GROUP
        .ofInt("sasl.login.read.timeout.ms", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("How long a login waits for an answer, in milliseconds.");
    GROUP
        .ofLong("sasl.login.retry.backoff.ms", 100L)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Pause before a login is tried again, in milliseconds.");
    GROUP
        .ofLong("sasl.login.retry.backoff.max.ms", 10000L)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Longest pause between tries, in milliseconds.");
    GROUP
        .ofShort("sasl.login.refresh.buffer.seconds", (short) 300)
        .perBroker()
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("How long before its end a login is refreshed at the latest, in seconds.");
    GROUP
        .ofShort("sasl.login.refresh.min.period.seconds", (short) 60)
        .perBroker()
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Least time between two refreshes of a login, in seconds.");
    GROUP
        .ofDouble("sasl.login.refresh.window.factor", 0.8)
        .perBroker()
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Share of a login's life after which it is refreshed.");
    GROUP
        .ofDouble("sasl.login.refresh.window.jitter", 0.05)
        .perBroker()
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Most random addition to that share.");
    GROUP
        .ofString("sasl.kerberos.service.name", null)
        .perBroker()
        .says(
            "First part of the node's Kerberos principal, such as `kafka`, which clients ask"
                + " tickets for.");
    GROUP
        .ofString("sasl.kerberos.kinit.cmd", "/usr/bin/kinit")
        .perBroker()
        .says("Path of `kinit`, which renews a ticket from a ticket cache.");
    GROUP
        .ofLong("sasl.kerberos.min.time.before.relogin", 60000L)
        .perBroker()
        .says("Least time between two Kerberos logins, in milliseconds.");
    GROUP
        .ofDouble("sasl.kerberos.ticket.renew.jitter", 0.05)
        .perBroker()
        .says("Random share added to the renewal time of a ticket.");
    GROUP
        .ofDouble("sasl.kerberos.ticket.renew.window.factor", 0.8)
        .perBroker()
        .says("Share of a ticket's life after which it is renewed.");
  }

  private SaslOptions() {}
}
