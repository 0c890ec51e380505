package io.tidepost.broker.contract;

import io.tidepost.wire.records.RecordHeader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Whoever knows schemas. The broker asks about one key or value after the other and does not know
/// itself what schemas are.
public interface RecordContracts {

  /// There is nobody who knows schemas (yet).
  RecordContracts NOBODY =
      new RecordContracts() {
        @Override
        public @Nullable Finding check(
            String topic, boolean key, Contract.Terms terms, ByteBuffer payload, boolean learnt) {
          return new Finding.Unknown(0);
        }

        @Override
        public void learn(Set<Integer> schemas, Consumer<@Nullable String> told) {
          told.accept("it is not served by this node yet");
        }

        @Override
        public void copy(String topic, List<Copy> records, Consumer<@Nullable String> told) {
          told.accept("it is not served by this node yet");
        }
      };

  /// What may be said against a key or value.
  sealed interface Finding {

    /// It breaks the contract.
    ///
    /// @param what one phrase: the field's path, what was expected and what was found
    record Fault(String what) implements Finding {}

    /// Nothing can be said before [#learn] was called with this.
    record Unknown(int schema) implements Finding {}
  }

  /// A record for another topic, in memory of its own.
  record Copy(
      long timestamp,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<RecordHeader> headers) {}

  /// Checks one key or value. Never blocks. Event loops, and the I/O pool for batches that take
  /// long.
  ///
  /// @param payload from position to limit, not changed
  /// @param learnt whether [#learn] has said everything about it: then it is never unknown
  /// @return `null` when the contract is kept
  @Nullable Finding check(
      String topic, boolean key, Contract.Terms terms, ByteBuffer payload, boolean learnt);

  /// Finds out about schemas, with everything that was registered before the call. Returns at once.
  ///
  /// @param told why it could not be found out, `null` when it was; on any thread, also on the
  ///   caller's
  void learn(Set<Integer> schemas, Consumer<@Nullable String> told);

  /// Appends records to another topic. Returns at once.
  ///
  /// @param told why they are not all there, `null` when they are, as durable as that topic asks;
  ///   on any thread, also on the caller's
  void copy(String topic, List<Copy> records, Consumer<@Nullable String> told);
}
