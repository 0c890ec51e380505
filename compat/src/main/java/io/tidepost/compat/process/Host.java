package io.tidepost.compat.process;

import java.util.List;

/// Where a server runs: an address, and how a command gets there.
///
/// @param address what it listens on
/// @param command what stands before a command that is to run there
public record Host(String address, List<String> command) {

  /// This machine's loopback interface.
  public static final Host LOOPBACK = new Host("127.0.0.1", List.of());
}
