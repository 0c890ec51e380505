package io.tidepost.broker.plugin;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.KafkaPrincipalBuilder;
import org.apache.kafka.common.security.auth.SaslAuthenticationContext;
import org.apache.kafka.common.security.auth.SslAuthenticationContext;

/// A principal builder as an operator might write one: whoever logs in is staff, with the desk that
/// the configuration names; whoever shows a certificate is a machine; everybody else is a guest.
/// Nobody called `banned` gets a name.
public final class StaffBuilder implements KafkaPrincipalBuilder, Configurable {

  /// Staff knows its desk.
  public static final class Staff extends KafkaPrincipal {
    private final String desk;

    Staff(String name, String desk) {
      super("Staff", name);
      this.desk = desk;
    }

    String desk() {
      return desk;
    }
  }

  private String desk = "";

  @Override
  public void configure(Map<String, ?> configs) {
    desk = String.valueOf(configs.get("staff.desk"));
  }

  @Override
  public KafkaPrincipal build(AuthenticationContext context) {
    return switch (context) {
      case SaslAuthenticationContext sasl -> {
        String name = sasl.server().getAuthorizationID();
        if (name.equals("banned") || !sasl.server().getMechanismName().equals("PLAIN")) {
          throw new IllegalArgumentException("no name for " + name);
        }
        yield new Staff(name, desk + "@" + context.listenerName());
      }
      case SslAuthenticationContext tls ->
          new KafkaPrincipal("Machine", tls.session().getProtocol());
      default -> new KafkaPrincipal("Guest", context.clientAddress().getHostAddress());
    };
  }

  @Override
  public byte[] serialize(KafkaPrincipal principal) {
    String desk = principal instanceof Staff staff ? staff.desk() : "";
    return (principal + "/" + desk).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public KafkaPrincipal deserialize(byte[] bytes) {
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split("[:/]", 3);
    return parts[2].isEmpty()
        ? new KafkaPrincipal(parts[0], parts[1])
        : new Staff(parts[1], parts[2]);
  }
}
