package io.tidepost.cli.load;

/// Something that happens to a cluster while it is loaded, and is undone again.
interface Fault {

  String name();

  /// Makes it happen. Blocks until it has.
  ///
  /// @throws Exception in one sentence why it cannot
  void begin() throws Exception;

  /// Undoes it. Blocks until that is done; what follows from it may take longer.
  void end() throws Exception;
}
