package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Options;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the listener options together and refuses what cannot be served.
final class Listeners {

  private static final Set<String> PROTOCOLS =
      Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");

  private final Options options;
  private final List<String> errors;
  private final Map<String, String> protocols = new HashMap<>();
  private final Set<String> controllerNames = new HashSet<>();
  private final List<Listener> broker = new ArrayList<>();
  private final List<Listener> controller = new ArrayList<>();
  private final List<Listener> advertised = new ArrayList<>();

  /// @param errors complaints are added to it
  Listeners(Options options, List<String> errors) {
    this.options = options;
    this.errors = errors;
    options
        .get(ListenerOptions.CONTROLLER_LISTENER_NAMES)
        .forEach(name -> controllerNames.add(name.toUpperCase(Locale.ROOT)));
    readProtocols();
    readListeners();
    readAdvertised();
    checkControllerNames();
    checkInterBroker();
  }

  /// Listeners for clients.
  List<Listener> broker() {
    return List.copyOf(broker);
  }

  /// Listeners of the controller.
  List<Listener> controller() {
    return List.copyOf(controller);
  }

  /// What clients are told, one for each listener that is advertised.
  List<Listener> advertised() {
    return List.copyOf(advertised);
  }

  /// The security protocol of a listener, `PLAINTEXT` when none is mapped.
  String protocol(String name) {
    return protocols.getOrDefault(name, "PLAINTEXT");
  }

  private void readProtocols() {
    Option<String> option = ListenerOptions.LISTENER_SECURITY_PROTOCOL_MAP;
    for (String entry : options.get(option).split(",")) {
      int colon = entry.indexOf(':');
      if (entry.isBlank()) {
        continue;
      }
      String protocol = colon < 0 ? "" : entry.substring(colon + 1).trim().toUpperCase(Locale.ROOT);
      if (!PROTOCOLS.contains(protocol)) {
        complain(
            option,
            "'" + entry.trim() + "' is not NAME:PROTOCOL with one of the protocols " + PROTOCOLS);
      } else {
        protocols.put(entry.substring(0, colon).trim().toUpperCase(Locale.ROOT), protocol);
      }
    }
    // Kafka lets controller listeners go without an entry while nothing but PLAINTEXT is mapped.
    if (!options.isSet(option)) {
      controllerNames.forEach(name -> protocols.putIfAbsent(name, "PLAINTEXT"));
    }
  }

  private void readListeners() {
    Option<List<String>> option = ListenerOptions.LISTENERS;
    Set<String> names = new HashSet<>();
    Set<String> addresses = new HashSet<>();
    for (String text : options.get(option)) {
      Listener listener = parse(option, text);
      if (listener == null) {
        continue;
      }
      if (!names.add(listener.name())) {
        complain(
            option,
            "each listener needs a name of its own, but " + listener.name() + " is there twice");
      } else if (listener.port() != 0 && !addresses.add(listener.host() + ":" + listener.port())) {
        complain(
            option,
            "each listener needs a port of its own, but " + listener.port() + " is there twice");
      } else if (controllerNames.contains(listener.name())) {
        controller.add(listener);
      } else {
        broker.add(listener);
      }
    }
    if (names.isEmpty()) {
      complain(option, "at least one listener is needed, for example PLAINTEXT://localhost:9092");
    } else if (broker.isEmpty() && options.get(NodeOptions.PROCESS_ROLES).contains("broker")) {
      complain(
          option,
          "there is no listener for clients; perhaps all of them appear in "
              + ListenerOptions.CONTROLLER_LISTENER_NAMES
              + "?");
    }
  }

  private void readAdvertised() {
    Option<List<String>> option = ListenerOptions.ADVERTISED_LISTENERS;
    List<String> texts = options.find(option);
    if (texts == null || texts.isEmpty()) {
      for (Listener listener : broker) {
        advertised.add(withHost(listener));
      }
      return;
    }
    for (String text : texts) {
      Listener listener = parse(option, text);
      if (listener == null || controllerNames.contains(listener.name())) {
        continue; // controllers are found by the voters' addresses
      }
      if (broker.stream().noneMatch(each -> each.name().equals(listener.name()))) {
        complain(
            option,
            "listener "
                + listener.name()
                + " is not in "
                + ListenerOptions.LISTENERS
                + ", which has "
                + names(broker));
      } else if (listener.host().equals("0.0.0.0")) {
        complain(
            option,
            "cannot use the nonroutable meta-address 0.0.0.0; use an address that"
                + " clients can connect to");
      } else {
        advertised.add(withHost(listener));
      }
    }
    if (advertised.isEmpty() && !broker.isEmpty() && errors.isEmpty()) {
      complain(option, "there must be at least one listener that clients are told of");
    }
  }

  /// Clients cannot connect to "all interfaces": they are told this machine's name instead.
  private static Listener withHost(Listener listener) {
    if (!listener.host().isEmpty()
        && !listener.host().equals("0.0.0.0")
        && !listener.host().equals("::")) {
      return listener;
    }
    return new Listener(listener.name(), listener.protocol(), machineName(), listener.port());
  }

  private static String machineName() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      // A machine whose own name does not resolve can still be reached from itself.
      return "localhost";
    }
  }

  private @Nullable Listener parse(Option<?> option, String text) {
    int scheme = text.indexOf("://");
    int colon = text.lastIndexOf(':');
    if (scheme <= 0 || colon < scheme + 3) {
      complain(option, "'" + text + "' is not NAME://host:port");
      return null;
    }
    String name = text.substring(0, scheme).toUpperCase(Locale.ROOT);
    String host = text.substring(scheme + 3, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String protocol = protocols.get(name);
    int port = port(text.substring(colon + 1));
    if (port < 0) {
      complain(option, "'" + text + "' has no port between 0 and 65535");
      return null;
    }
    if (protocol == null) {
      complain(
          option,
          "listener "
              + name
              + " has no security protocol: add "
              + name
              + ":PLAINTEXT to "
              + ListenerOptions.LISTENER_SECURITY_PROTOCOL_MAP);
      return null;
    }
    return new Listener(name, protocol, host, port);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text.trim());
      return port <= 65535 ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void checkControllerNames() {
    if (!options.isSet(NodeOptions.PROCESS_ROLES)) {
      return;
    }
    boolean runsController = options.get(NodeOptions.PROCESS_ROLES).contains("controller");
    Option<?> option = ListenerOptions.CONTROLLER_LISTENER_NAMES;
    for (String name : controllerNames) {
      boolean listens = controller.stream().anyMatch(each -> each.name().equals(name));
      if (runsController && !listens) {
        complain(option, "controller listener " + name + " is not in " + ListenerOptions.LISTENERS);
      } else if (!runsController && listens) {
        complain(
            option,
            "controller listener "
                + name
                + " must not be in "
                + ListenerOptions.LISTENERS
                + " while "
                + NodeOptions.PROCESS_ROLES
                + " is just broker");
      }
    }
  }

  private void checkInterBroker() {
    Option<String> option = ListenerOptions.INTER_BROKER_LISTENER_NAME;
    String name = options.find(option);
    if (name == null || broker.isEmpty()) {
      return;
    }
    if (options.isSet(ListenerOptions.SECURITY_INTER_BROKER_PROTOCOL)) {
      complain(
          option,
          "only one of "
              + option
              + " and "
              + ListenerOptions.SECURITY_INTER_BROKER_PROTOCOL
              + " can be given");
    }
    if (advertised.stream().noneMatch(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))) {
      complain(
          option,
          "there is no listener " + name + " that is advertised; there is " + names(advertised));
    }
  }

  private static String names(List<Listener> listeners) {
    return String.join(", ", listeners.stream().map(Listener::name).toList());
  }

  private void complain(Option<?> option, String what) {
    errors.add(options.origin(option) + ": " + option + ": " + what);
  }
}
