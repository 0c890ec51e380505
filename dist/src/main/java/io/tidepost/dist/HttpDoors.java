package io.tidepost.dist;

import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.tls.JdkTls;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpAddress;
import io.tidepost.http.HttpDoor;
import io.tidepost.http.HttpTls;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Makes what stands before the services over HTTP.
final class HttpDoors {

  private HttpDoors() {}

  /// @param tls that encrypts it, if anything does
  record Door(HttpDoor door, @Nullable JdkTls tls) {

    /// Whom clients in this process believe that they are what is behind it; `null` when nothing
    /// encrypts it.
    @Nullable SSLContext towardsItself() {
      try {
        return tls == null ? null : tls.towardsItself();
      } catch (SecurityConfigException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// The door of a service for programs: callers are the users of the brokers.
  ///
  /// @param name beginning of its options, `listener.name.NAME.`
  /// @throws IllegalArgumentException when an address cannot be encrypted; the message says why
  static Door forPrograms(String name, List<HttpAddress> addresses, TidepostServer server) {
    JdkTls tls = tls(name, addresses, server);
    return new Door(
        new HttpDoor(new PlatformCallers(name, server::clients, tls, false), tls(tls)), tls);
  }

  /// The door of a service that lets people in by itself.
  ///
  /// @param name beginning of its options, `listener.name.NAME.`
  /// @throws IllegalArgumentException when an address cannot be encrypted; the message says why
  static Door forPeople(String name, List<HttpAddress> addresses, TidepostServer server) {
    JdkTls tls = tls(name, addresses, server);
    return new Door(new HttpDoor(Callers.ANYBODY, tls(tls)), tls);
  }

  /// Users of the brokers who have to say who they are, at a door that lets anybody in.
  ///
  /// @param name what is asked, for the audit log
  static Callers users(String name, Door door, TidepostServer server) {
    return new PlatformCallers(name, server::clients, door.tls(), true);
  }

  private static @Nullable JdkTls tls(
      String name, List<HttpAddress> addresses, TidepostServer server) {
    HttpAddress secure = addresses.stream().filter(HttpAddress::secure).findFirst().orElse(null);
    if (secure == null) {
      return null;
    }
    try {
      return server.tls(name);
    } catch (SecurityConfigException e) {
      throw new IllegalArgumentException(secure + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable HttpTls tls(@Nullable JdkTls tls) {
    return tls == null ? null : new OfListener(tls);
  }

  private record OfListener(JdkTls tls) implements HttpTls {

    @Override
    public SSLContext context() {
      return tls.context();
    }

    @Override
    public List<String> protocols() {
      return tls.protocols();
    }

    @Override
    public List<String> suites() {
      return tls.suites();
    }

    @Override
    public Certificates certificates() {
      return switch (tls.clientAuth()) {
        case "required" -> Certificates.NEEDED;
        case "requested" -> Certificates.WANTED;
        default -> Certificates.NONE;
      };
    }
  }
}
