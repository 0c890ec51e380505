package io.tidepost.cli;

import io.tidepost.cli.profile.Choice;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How to reach a cluster: the options that every command with a network connection has.
public final class ClientOptions {

  private static final int PROBE_MILLIS = 3000;

  @Option(
      names = {"-b", "--bootstrap-server"},
      paramLabel = "HOST:PORT[,...]",
      description =
          "Brokers to ask first; default: the environment's TIDEPOST_BOOTSTRAP, else the profile's,"
              + " else localhost:9092.")
  @Nullable String bootstrap;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Which cluster of 'tidepost profile list'; default: the environment's TIDEPOST_PROFILE,"
              + " else the current one.")
  @Nullable String profile;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Properties for the client, such as security.protocol and sasl.jaas.config.")
  @Nullable Path commandConfig;

  @Option(
      names = {"-X", "--client-property"},
      paramLabel = "KEY=VALUE",
      description = "One more property for the client; wins over --command-config.")
  Map<String, String> clientProperties = new LinkedHashMap<>();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "How long to wait for the cluster; default ${DEFAULT-VALUE}.")
  int timeoutSeconds = 15;

  /// Options for a second cluster.
  ///
  /// @param profile its name, or `null`
  /// @param like has the patience for both
  public static ClientOptions of(
      @Nullable String bootstrap, @Nullable String profile, ClientOptions like) {
    var options = new ClientOptions();
    options.bootstrap = bootstrap;
    options.profile = profile;
    options.timeoutSeconds = like.timeoutSeconds;
    return options;
  }

  /// What options that were not given are looked up in.
  Map<String, String> environment = System.getenv();

  private Choice.@Nullable Cluster cluster;

  private Choice.Cluster cluster() {
    if (cluster == null) {
      cluster = new Choice(profile, environment).cluster(bootstrap);
    }
    return cluster;
  }

  /// The addresses, from the option, the environment or the profile.
  public String bootstrap() {
    return cluster().bootstrap();
  }

  /// How long an operation may take, milliseconds.
  public int timeoutMillis() {
    return timeoutSeconds * 1000;
  }

  /// What the client is configured with, without the addresses: the profile, the file, then `-X`.
  public Map<String, Object> clientProperties() {
    Map<String, Object> all = new LinkedHashMap<>(cluster().properties());
    if (commandConfig != null) {
      all.putAll(read(commandConfig));
    }
    all.putAll(clientProperties);
    return all;
  }

  /// Everything a client of any kind needs. Fails at once when nothing listens at any of the
  /// addresses, instead of trying until the timeout is over.
  public Map<String, Object> connectionProperties() {
    List<InetSocketAddress> addresses = addresses();
    requireListener(addresses);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("bootstrap.servers", bootstrap());
    all.put("client.id", "tidepost-cli");
    all.put("default.api.timeout.ms", timeoutMillis());
    all.put("request.timeout.ms", Math.min(timeoutMillis(), 30_000));
    all.put("reconnect.backoff.max.ms", 500);
    all.put("enable.metrics.push", false);
    all.put("metric.reporters", "");
    all.putAll(clientProperties());
    return all;
  }

  /// An admin client; the caller closes it.
  public Admin admin() {
    try {
      return Admin.create(connectionProperties());
    } catch (RuntimeException e) {
      throw Explain.failure(e, this, "connect");
    }
  }

  /// The bootstrap addresses, unresolved.
  public List<InetSocketAddress> addresses() {
    return Addresses.parse("--bootstrap-server", bootstrap());
  }

  private void requireListener(List<InetSocketAddress> addresses) {
    String reason = "";
    for (InetSocketAddress address : addresses) {
      try (var socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(address.getHostString(), address.getPort()), PROBE_MILLIS);
        return;
      } catch (java.net.UnknownHostException e) {
        reason = "the name " + address.getHostString() + " cannot be resolved";
      } catch (java.net.SocketTimeoutException e) {
        reason = "nobody answers there";
      } catch (IOException e) {
        reason = String.valueOf(e.getMessage()).toLowerCase(java.util.Locale.ROOT);
      }
    }
    throw new Failure(
        "cannot connect to "
            + bootstrap()
            + ": "
            + reason
            + "; 'tidepost doctor -b "
            + bootstrap()
            + "' looks closer");
  }

  /// The properties in a file.
  public static Map<String, Object> read(Path file) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new Failure("--command-config names " + file + ", which is not there", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure("--command-config " + file + " cannot be read: " + e.getMessage(), e);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    properties.forEach((key, value) -> map.put((String) key, value));
    return map;
  }
}
