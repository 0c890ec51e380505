package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// SASL: authentication of listeners with SASL.
public final class SaslOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("SASL", Scope.READ_ONLY);

  static {
    GROUP
        .ofList("sasl.enabled.mechanisms", List.of("GSSAPI"))
        .where(new Check.Elements(List.of(), true))
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Mechanisms clients may use.");
    GROUP
        .ofSecret("sasl.jaas.config")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Login modules and their settings.");
    GROUP
        .ofString("sasl.mechanism.inter.broker.protocol", "GSSAPI")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Mechanism between brokers.");
    GROUP
        .ofString("sasl.mechanism.controller.protocol", "GSSAPI")
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Mechanism towards controllers.");
    GROUP
        .ofClass("sasl.client.callback.handler.class", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Class that answers a mechanism's questions on the client's side.");
    GROUP
        .ofClass("sasl.server.callback.handler.class", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Class that answers a mechanism's questions on the server's side.");
    GROUP
        .ofInt("sasl.server.max.receive.size", 524288)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Largest message before authentication in bytes.");
    GROUP
        .ofClass("sasl.login.class", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Class that logs in.");
    GROUP
        .ofClass("sasl.login.callback.handler.class", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Class that answers the login's questions.");
    GROUP
        .ofInt("sasl.login.connect.timeout.ms", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How long a login waits for a connection, in milliseconds.");
    GROUP
        .ofInt("sasl.login.read.timeout.ms", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How long a login waits for an answer, in milliseconds.");
    GROUP
        .ofLong("sasl.login.retry.backoff.ms", 100L)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Pause before a login is tried again, in milliseconds.");
    GROUP
        .ofLong("sasl.login.retry.backoff.max.ms", 10000L)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Longest pause between tries, in milliseconds.");
    GROUP
        .ofShort("sasl.login.refresh.buffer.seconds", (short) 300)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How long before its end a login is refreshed at the latest, in seconds.");
    GROUP
        .ofShort("sasl.login.refresh.min.period.seconds", (short) 60)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Least time between two refreshes of a login, in seconds.");
    GROUP
        .ofDouble("sasl.login.refresh.window.factor", 0.8)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Share of a login's life after which it is refreshed.");
    GROUP
        .ofDouble("sasl.login.refresh.window.jitter", 0.05)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Most random addition to that share.");
    GROUP
        .ofString("sasl.kerberos.service.name", null)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Kerberos name of the service.");
    GROUP
        .ofString("sasl.kerberos.kinit.cmd", "/usr/bin/kinit")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Path of `kinit`.");
    GROUP
        .ofLong("sasl.kerberos.min.time.before.relogin", 60000L)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Least time between two Kerberos logins, in milliseconds.");
    GROUP
        .ofDouble("sasl.kerberos.ticket.renew.jitter", 0.05)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Random share added to the renewal time of a ticket.");
    GROUP
        .ofDouble("sasl.kerberos.ticket.renew.window.factor", 0.8)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Share of a ticket's life after which it is renewed.");
    GROUP
        .ofList("sasl.kerberos.principal.to.local.rules", List.of("DEFAULT"))
        .where(new Check.Elements(List.of(), true))
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How a Kerberos principal becomes a user name.");
  }

  private SaslOptions() {}
}
