package io.tidepost.broker.server;

/// How far a node is, in the order in which it gets there.
public enum Phase {
  /// Binds its ports.
  BINDING("binds its ports"),
  /// Asks the other nodes which cluster it is of, or founds it with them.
  JOINING("looks for the other nodes of its cluster"),
  /// Reads the metadata and makes itself known to the controller.
  REGISTERING("reads the metadata and waits until the controller has registered it"),
  /// Serves clients.
  SERVING("serves clients"),
  /// Takes leave, answers what is under way, syncs.
  STOPPING("is being stopped"),
  /// Ended.
  STOPPED("is stopped");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  /// What it does, as the end of a sentence that begins with the node.
  public String words() {
    return words;
  }
}
