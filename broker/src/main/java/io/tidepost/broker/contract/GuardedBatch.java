package io.tidepost.broker.contract;

import io.tidepost.broker.net.Loop;
import io.tidepost.wire.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;

/// A producer's batch on its way into a topic with a contract. What it is told comes on [#loop].
public interface GuardedBatch {

  /// A record that was refused.
  ///
  /// @param index within the batch
  /// @param message one sentence
  record Refusal(int index, String message) {}

  String topic();

  int partition();

  Contract contract();

  /// The partition's loop.
  Loop loop();

  /// Batches of the same stream are decided in the order in which they came.
  Object stream();

  /// The one batch, checked, from position to limit.
  ByteBuffer batch();

  /// Most bytes that its records may decompress to.
  int decompressedMax();

  /// How long the producer still waits, in milliseconds; not positive when it does not any more.
  long millisLeft();

  /// Who sent it, for those who look after what was taken out.
  String sender();

  /// It may be appended.
  ///
  /// @param kept the batch, or what is left of it
  void append(ByteBuffer kept);

  /// Nothing of it is appended.
  ///
  /// @param refusals the records because of which, if it is because of some
  void refuse(ErrorCode error, String message, List<Refusal> refusals);
}
