package io.tidepost.coordinator.group.consumer;

import java.util.Arrays;
import java.util.List;

/// What is kept of a member that speaks the classic protocol in a group of the consumer protocol.
///
/// @param sessionTimeoutMillis how long it may be silent
/// @param protocols assignors it speaks, most wanted first
public record ClassicSide(int sessionTimeoutMillis, List<Protocol> protocols) {

  /// @param name of the assignor
  /// @param metadata the member's subscription, in the consumers' embedded protocol
  public record Protocol(String name, byte[] metadata) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Protocol that
          && name.equals(that.name)
          && Arrays.equals(metadata, that.metadata);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + Arrays.hashCode(metadata);
    }
  }

  /// The assignor that the member is told the group uses.
  public String protocolName() {
    return protocols.get(0).name();
  }

  /// Whether it speaks the assignor.
  boolean speaks(String name) {
    return protocols.stream().anyMatch(p -> p.name().equals(name));
  }
}
