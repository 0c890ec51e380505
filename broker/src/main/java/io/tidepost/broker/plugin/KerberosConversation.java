package io.tidepost.broker.plugin;

import io.tidepost.broker.security.sasl.SaslFailure;
import java.io.IOException;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.security.kerberos.KerberosName;
import org.apache.kafka.common.security.kerberos.KerberosShortNamer;
import org.jspecify.annotations.Nullable;

/// The authentication of one client by a Kerberos ticket. Its user is what the rules of
/// `sasl.kerberos.principal.to.local.rules` make of the ticket's principal.
final class KerberosConversation extends CallbackConversation {

  private final KerberosShortNamer names;
  private @Nullable String user;

  KerberosConversation(Maker maker, KerberosShortNamer names) {
    super(maker);
    this.names = names;
  }

  @Override
  public byte[] step(byte[] token) throws SaslFailure {
    byte[] answer = super.step(token);
    if (isComplete()) {
      String principal = super.user();
      try {
        user = names.shortName(KerberosName.parse(principal));
      } catch (IOException | RuntimeException e) {
        throw SaslFailure.hidden(
            "sasl.kerberos.principal.to.local.rules gives %s no name: %s"
                .formatted(principal, e.getMessage()));
      }
    }
    return answer;
  }

  @Override
  SaslFailure refused(SaslException e) {
    Throwable cause = e.getCause();
    return SaslFailure.hidden(
        "the Kerberos ticket is not accepted: " + (cause == null ? e : cause).getMessage());
  }

  @Override
  public String user() {
    String known = user;
    if (known == null) {
      throw new IllegalStateException("nobody is authenticated");
    }
    return known;
  }
}
