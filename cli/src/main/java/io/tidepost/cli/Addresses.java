package io.tidepost.cli;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// `HOST:PORT[,...]` as people write it; a host may be an address of version 6 in brackets.
public final class Addresses {

  private Addresses() {}

  /// The addresses, unresolved.
  ///
  /// @param option whose value it is
  /// @throws Failure that names the part that is none
  public static List<InetSocketAddress> parse(String option, String text) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      addresses.add(address(option, part.strip()));
    }
    return addresses;
  }

  private static InetSocketAddress address(String option, String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    String port = hostAndPort.substring(colon + 1);
    boolean valid = colon > 0 && !port.isEmpty() && port.chars().allMatch(Character::isDigit);
    int number = valid && port.length() <= 5 ? Integer.parseInt(port) : 0;
    if (number < 1 || number > 65535) {
      throw new Failure(
          option + " wants HOST:PORT with a port from 1 to 65535, not '" + hostAndPort + "'");
    }
    String host = hostAndPort.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return InetSocketAddress.createUnresolved(
        bracketed ? host.substring(1, host.length() - 1) : host, number);
  }
}
