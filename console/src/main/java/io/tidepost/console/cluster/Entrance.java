package io.tidepost.console.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How people come from the console to the cluster, which decides what each of them may see and do.
/// Any thread; blocks.
public interface Entrance {

  /// What a person has come in with.
  ///
  /// @param settings of the Kafka clients that act for them
  /// @param authorization by which the schema registry knows them, empty for nobody
  /// @param shown where programs find the cluster, when that is not where these clients do
  /// @param end to be called when no further client is made
  record Clients(
      Map<String, Object> settings, String authorization, @Nullable Shown shown, Runnable end) {

    /// Hides the settings.
    @Override
    public String toString() {
      return "Clients[hidden]";
    }
  }

  /// Where programs find the cluster.
  ///
  /// @param address host and port
  /// @param protocol Kafka's name of what is spoken there, such as `SASL_SSL`
  record Shown(String address, String protocol) {}

  /// Whether people have to say who they are.
  boolean loginNeeded();

  /// Those who need not say who they are.
  ///
  /// @throws ConsoleFailure when there is no way for them
  Clients anybody();

  /// Somebody who logs in.
  ///
  /// @param host address they come from
  /// @throws ConsoleFailure when the password is wrong, or there is no way for them
  Clients login(String host, String user, String password);
}
