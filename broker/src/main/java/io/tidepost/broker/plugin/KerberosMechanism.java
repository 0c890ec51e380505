package io.tidepost.broker.plugin;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SaslOptions;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.plain.JaasConfig;
import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslMechanism;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginException;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.apache.kafka.common.security.authenticator.AbstractLogin;
import org.apache.kafka.common.security.kerberos.KerberosLogin;
import org.apache.kafka.common.security.kerberos.KerberosName;
import org.apache.kafka.common.security.kerberos.KerberosShortNamer;
import org.jspecify.annotations.Nullable;

/// GSSAPI: Kerberos 5 by the JDK. The node logs in with the keytab of its login module when the
/// listener is set up; kafka-clients' own login keeps its ticket fresh. Any thread.
public final class KerberosMechanism implements SaslMechanism {

  /// The mechanism of tickets.
  public static final String GSSAPI = "GSSAPI";

  private static final String MODULE = "Krb5LoginModule";
  private static final String CONTEXT = "KafkaServer";

  private final KerberosLogin login;
  private final KerberosName service;
  private final KerberosShortNamer names;

  private KerberosMechanism(KerberosLogin login, KerberosName service, KerberosShortNamer names) {
    this.login = login;
    this.service = service;
    this.names = names;
  }

  /// Logs in. Blocks for the key distribution centre where the login module asks it.
  ///
  /// @throws SecurityConfigException with one sentence that names listener and option
  public static KerberosMechanism of(ListenerSettings settings) throws SecurityConfigException {
    String where = "listener.name." + settings.listener() + ": ";
    JaasConfig jaas = jaas(where, settings);
    Map<String, Object> configs = configs(settings);
    KerberosShortNamer names;
    try {
      names =
          KerberosShortNamer.fromUnparsedRules(
              realm(), settings.get(SaslOptions.SASL_KERBEROS_PRINCIPAL_TO_LOCAL_RULES, GSSAPI));
    } catch (IllegalArgumentException e) {
      throw new SecurityConfigException(
          where + "sasl.kerberos.principal.to.local.rules: " + e.getMessage(), e);
    }
    KerberosLogin login = new KerberosLogin();
    try {
      login.configure(
          configs, CONTEXT, new OneModule(jaas), new AbstractLogin.DefaultLoginCallbackHandler());
      login.login();
      return new KerberosMechanism(login, service(login), names);
    } catch (LoginException | RuntimeException e) {
      login.close();
      throw new SecurityConfigException(
          where + "the login by Kerberos failed: " + e.getMessage(), e);
    }
  }

  private static JaasConfig jaas(String where, ListenerSettings settings)
      throws SecurityConfigException {
    Secret text = settings.find(SaslOptions.SASL_JAAS_CONFIG, GSSAPI);
    JaasConfig jaas =
        text == null
            ? JaasConfig.ofFile(settings.listener(), MODULE)
            : JaasConfig.parse(text.reveal());
    if (jaas == null || !jaas.module().endsWith(MODULE)) {
      throw new SecurityConfigException(
          where
              + "GSSAPI needs gssapi.sasl.jaas.config with com.sun.security.auth.module."
              + MODULE
              + ", which names keytab and principal");
    }
    return jaas;
  }

  /// What the login wants to know, with Kafka's types.
  private static Map<String, Object> configs(ListenerSettings settings) {
    Map<String, Object> configs = new HashMap<>();
    for (Option<?> option : SaslOptions.GROUP.options()) {
      Object value =
          option.name().startsWith("sasl.kerberos.") ? settings.find(option, GSSAPI) : null;
      if (value != null) {
        configs.put(option.name(), value);
      }
    }
    return configs;
  }

  /// The realm of principals that the rule `DEFAULT` is about, empty when the machine has none.
  private static String realm() {
    try {
      return new KerberosPrincipal("anybody", KerberosPrincipal.KRB_NT_PRINCIPAL).getRealm();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static KerberosName service(KerberosLogin login) {
    return login.subject().getPrincipals(KerberosPrincipal.class).stream()
        .findFirst()
        .map(principal -> KerberosName.parse(principal.getName()))
        .orElseThrow(() -> new IllegalStateException("the login module names no principal"));
  }

  @Override
  public String name() {
    return GSSAPI;
  }

  @Override
  public SaslConversation begin() {
    return new KerberosConversation(this::server, names);
  }

  private SaslServer server() throws SaslException {
    try {
      return Subject.callAs(
          login.subject(),
          () ->
              Sasl.createSaslServer(
                  GSSAPI,
                  service.serviceName(),
                  service.hostName(),
                  Map.of(),
                  new WhoTheTicketSays()));
    } catch (CompletionException e) {
      throw new SaslException("no server for GSSAPI", e.getCause());
    }
  }

  @Override
  public void close() {
    login.close();
  }

  /// Whoever shows a ticket is its principal, whomever else it wants to act as.
  private static final class WhoTheTicketSays implements CallbackHandler {

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
      for (Callback callback : callbacks) {
        if (!(callback instanceof AuthorizeCallback authorize)) {
          throw new UnsupportedCallbackException(callback);
        }
        authorize.setAuthorized(true);
        authorize.setAuthorizedID(authorize.getAuthenticationID());
      }
    }
  }

  /// A configuration of the JDK's with one login module.
  private static final class OneModule extends Configuration {

    private final AppConfigurationEntry entry;

    OneModule(JaasConfig config) {
      entry =
          new AppConfigurationEntry(
              config.module(), LoginModuleControlFlag.REQUIRED, config.settings());
    }

    @Override
    public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
      return name.equals(CONTEXT) ? new AppConfigurationEntry[] {entry} : null;
    }
  }
}
