package io.tidepost.coordinator.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CorruptRecordException;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.record.TransactionLogKey;
import io.tidepost.wire.record.TransactionLogValue;
import io.tidepost.wire.record.TransactionLogValue.PartitionsSchema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The records of `__transaction_state` as bytes: two bytes of type (key) or version (value), then
/// the message (docs/formats/transaction-state.md).
public final class TransactionRecords {

  /// Version 1 carries what KIP-890 needs in tagged fields.
  private static final short VALUE_VERSION = 1;

  private TransactionRecords() {}

  /// What holds from now on about a transactional id.
  public static CoordinatorRecord of(TransactionMetadata metadata) {
    TransactionLogValue value = new TransactionLogValue();
    value.producerId = metadata.producerId();
    value.previousProducerId = metadata.previousProducerId();
    value.nextProducerId = metadata.nextProducerId();
    value.producerEpoch = metadata.producerEpoch();
    value.transactionTimeoutMs = metadata.timeoutMillis();
    value.transactionStatus = metadata.state().id();
    value.transactionLastUpdateTimestampMs = metadata.lastUpdateMillis();
    value.transactionStartTimestampMs = metadata.startMillis();
    value.clientTransactionVersion = metadata.clientVersion();
    // An id without a transaction has no partitions at all, which is not the same as none yet.
    value.transactionPartitions =
        metadata.state() == TransactionState.EMPTY ? null : schema(metadata.partitions());
    return new CoordinatorRecord(
        key(metadata.transactionalId()), bytes(VALUE_VERSION, value, VALUE_VERSION));
  }

  /// A transactional id is forgotten.
  public static CoordinatorRecord tombstone(String transactionalId) {
    return new CoordinatorRecord(key(transactionalId), null);
  }

  /// The transactional id a key is about, `null` when it is a key of another type.
  public static @Nullable String readKey(byte[] bytes) {
    try {
      WireReader in = new WireReader(ByteBuffer.wrap(bytes));
      return in.readInt16() == TransactionLogKey.API_KEY
          ? TransactionLogKey.read(in, (short) 0).transactionalId
          : null;
    } catch (WireException e) {
      throw new CorruptRecordException("a key cannot be read: " + e.getMessage(), e);
    }
  }

  /// Reads what holds about a transactional id.
  public static TransactionMetadata readValue(String transactionalId, byte[] bytes) {
    try {
      WireReader in = new WireReader(ByteBuffer.wrap(bytes));
      TransactionLogValue value = TransactionLogValue.read(in, in.readInt16());
      TransactionState state = TransactionState.of(value.transactionStatus);
      if (state == null) {
        throw new CorruptRecordException(
            "transactional id %s has a status that is not known: %d"
                .formatted(transactionalId, value.transactionStatus));
      }
      return new TransactionMetadata(
          transactionalId,
          value.producerId,
          value.previousProducerId,
          value.nextProducerId,
          value.producerEpoch,
          lastEpoch(value, state),
          value.transactionTimeoutMs,
          state,
          partitions(value.transactionPartitions),
          value.transactionStartTimestampMs,
          value.transactionLastUpdateTimestampMs,
          value.clientTransactionVersion);
    } catch (WireException e) {
      throw new CorruptRecordException(
          "the state of transactional id " + transactionalId + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  /// The record does not carry it; under KIP-890 it is the epoch before the one in the record.
  private static short lastEpoch(TransactionLogValue value, TransactionState state) {
    boolean bumped =
        value.clientTransactionVersion >= TransactionMetadata.EPOCH_BUMP_VERSION
            && state != TransactionState.EMPTY
            && state != TransactionState.ONGOING;
    return bumped && value.producerEpoch > 0
        ? (short) (value.producerEpoch - 1)
        : TransactionMetadata.NO_EPOCH;
  }

  private static List<PartitionsSchema> schema(Set<TopicPartition> partitions) {
    Map<String, PartitionsSchema> topics = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      topics
          .computeIfAbsent(partition.topic(), TransactionRecords::schema)
          .partitionIds
          .add(partition.partition());
    }
    return new ArrayList<>(topics.values());
  }

  private static PartitionsSchema schema(String topic) {
    PartitionsSchema schema = new PartitionsSchema();
    schema.topic = topic;
    return schema;
  }

  private static Set<TopicPartition> partitions(@Nullable List<PartitionsSchema> topics) {
    Set<TopicPartition> partitions = new LinkedHashSet<>();
    if (topics != null) {
      for (PartitionsSchema topic : topics) {
        topic.partitionIds.forEach(id -> partitions.add(new TopicPartition(topic.topic, id)));
      }
    }
    return partitions;
  }

  private static byte[] key(String transactionalId) {
    TransactionLogKey key = new TransactionLogKey();
    key.transactionalId = transactionalId;
    return bytes(TransactionLogKey.API_KEY, key, (short) 0);
  }

  private static byte[] bytes(short prefix, Message message, short version) {
    WireWriter out = new WireWriter(ByteBuffer.allocate(160), TransactionRecords::grow);
    out.writeInt16(prefix);
    message.write(out, version);
    byte[] bytes = new byte[out.position()];
    out.buffer().get(0, bytes);
    return bytes;
  }

  private static ByteBuffer grow(ByteBuffer current, int used, int capacity) {
    return ByteBuffer.allocate(capacity).put(0, current, 0, used);
  }
}
