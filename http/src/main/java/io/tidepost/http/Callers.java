package io.tidepost.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may ask: the users of the platform, as its HTTP services see them. Any thread; blocks.
public interface Callers {

  /// Who may do what is decided elsewhere.
  enum Operation {
    READ,
    WRITE,
    DELETE,
    DESCRIBE,
    READ_CONFIG,
    ALTER_CONFIG
  }

  /// Everybody may do everything, and nobody has to say who they are.
  Callers ANYBODY =
      new Callers() {
        @Override
        public boolean required() {
          return false;
        }

        @Override
        public List<String> challenges() {
          return List.of();
        }

        @Override
        public Caller byPassword(String host, String user, String password) {
          return Caller.anonymous(host);
        }

        @Override
        public Caller byToken(String host, String token) {
          return Caller.anonymous(host);
        }

        @Override
        public @Nullable Caller byCertificate(String host, String subject) {
          return null;
        }

        @Override
        public boolean allows(
            Caller caller, Operation operation, String kind, String name, boolean attempted) {
          return true;
        }
      };

  /// Whether callers have to say who they are.
  boolean required();

  /// Values of `WWW-Authenticate` for those who have to.
  List<String> challenges();

  /// Somebody with a name and a password.
  ///
  /// @return `null` when they are not right
  /// @throws HttpFailure when that cannot be found out now
  @Nullable Caller byPassword(String host, String user, String password);

  /// Somebody with a bearer token.
  ///
  /// @return `null` when it is not good here
  /// @throws HttpFailure when that cannot be found out now
  @Nullable Caller byToken(String host, String token);

  /// Somebody whose certificate TLS has checked and who says nothing else.
  ///
  /// @param subject its distinguished name
  /// @return `null` when nobody is known by it
  @Nullable Caller byCertificate(String host, String subject);

  /// Whether somebody may do something.
  ///
  /// @param kind of resource, such as `Subject`
  /// @param attempted whether they try to do it; else something is only to be listed
  boolean allows(Caller caller, Operation operation, String kind, String name, boolean attempted);
}
