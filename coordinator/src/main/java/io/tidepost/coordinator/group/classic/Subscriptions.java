package io.tidepost.coordinator.group.classic;

import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one thing that the broker reads of what consumers tell each other: the topics.
final class Subscriptions {

  private Subscriptions() {}

  /// Topics of a consumer's metadata. Every version starts like version 0, newer ones too.
  ///
  /// @return `null` when it is something else
  static @Nullable List<String> topics(byte[] metadata) {
    try {
      WireReader in = new WireReader(ByteBuffer.wrap(metadata));
      in.readInt16();
      return ConsumerProtocolSubscription.read(in, (short) 0).topics;
    } catch (WireException e) {
      return null;
    }
  }
}
