package io.tidepost.http;

import org.jspecify.annotations.Nullable;

/// Who may ask: the users of the platform, as its HTTP services see them. Any thread.
public interface Callers {

  /// Who may do what is decided elsewhere.
  enum Operation {
    READ,
    WRITE,
    DELETE,
    DESCRIBE,
    ALTER
  }

  /// Everybody may do everything, and nobody has to say who they are.
  Callers ANYBODY =
      new Callers() {
        @Override
        public boolean required() {
          return false;
        }

        @Override
        public @Nullable String authenticate(String user, String password) {
          return ANONYMOUS;
        }

        @Override
        public boolean allows(
            String principal, String host, Operation operation, String kind, String name) {
          return true;
        }
      };

  /// Who did not say who they are.
  String ANONYMOUS = "User:ANONYMOUS";

  /// Whether callers have to say who they are.
  boolean required();

  /// @return the principal, such as `User:alice`; `null` when the password is wrong
  @Nullable String authenticate(String user, String password);

  /// Whether somebody may do something.
  ///
  /// @param host where they ask from
  /// @param kind of resource, such as `Subject`
  boolean allows(String principal, String host, Operation operation, String kind, String name);
}
