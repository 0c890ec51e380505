package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.TopicSettings;
import io.tidepost.broker.storage.Unpacking;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.tidepost.wire.message.ProduceResponse.PartitionProduceResponse;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.BatchProblem;
import io.tidepost.wire.records.BatchRewrite;
import io.tidepost.wire.records.BatchRules;
import io.tidepost.wire.records.BatchValidator;
import io.tidepost.wire.records.DamagedBatchException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Decides whether a client's batch may be stored in a partition: size, structure, checksum, codec,
/// records. Called on connections' loops, each of which has its own validator, and on the I/O pool
/// for batches that take longer to open than a loop may.
final class ProduceChecks {

  private static final short FIRST_VERSION_WITH_ZSTD = 7;

  /// What came out of a check.
  ///
  /// @param batch the bytes to store; `null` when they are refused, and when nothing is decided
  /// @param undecided whether it takes more than a loop may spend on it
  record Outcome(@Nullable ByteBuffer batch, boolean undecided) {
    static final Outcome REFUSED = new Outcome(null, false);
    static final Outcome UNDECIDED = new Outcome(null, true);
  }

  private final BatchValidator[] validators;
  private final Unpacking unpacking;

  ProduceChecks(BrokerContext context, Unpacking unpacking) {
    this.unpacking = unpacking;
    validators = new BatchValidator[context.loops().size()];
    for (int i = 0; i < validators.length; i++) {
      validators[i] = new BatchValidator();
    }
  }

  /// Checks on the caller's loop, unless the batch has to be opened and that takes long. When it is
  /// refused, `answer` says why.
  Outcome check(
      @Nullable RecordData records,
      HostedPartition partition,
      RequestContext caller,
      long nowMillis,
      PartitionProduceResponse answer) {
    if (!(records instanceof BufferRecords(ByteBuffer batch))) {
      return refuse(answer, ErrorCode.INVALID_RECORD, partition + ": there are no records");
    }
    TopicSettings settings = partition.settings();
    if (batch.remaining() > settings.messageBytesMax()) {
      return refuse(
          answer,
          ErrorCode.MESSAGE_TOO_LARGE,
          "The record batch size in the append to %s is %d bytes which exceeds the maximum configured value of %d (max.message.bytes)."
              .formatted(partition, batch.remaining(), settings.messageBytesMax()));
    }
    BatchRules rules = settings.rulesOnLoop(zstdAllowed(caller));
    if (rules.walks() && isCompressed(batch) && !unpacking.here()) {
      return Outcome.UNDECIDED;
    }
    BatchValidator validator = validators[caller.loop().index()];
    BatchProblem problem = validator.check(batch, rules, nowMillis);
    if (problem == BatchProblem.DECOMPRESSED_SIZE) {
      unpacking.spent(Unpacking.BATCH_BYTES_MAX);
      return Outcome.UNDECIDED;
    }
    unpacking.spent(validator.openedBytes());
    if (problem != BatchProblem.NONE) {
      return refuse(partition, problem, validator, answer);
    }
    if (!isRecompressed(batch, settings)) {
      return new Outcome(batch, false);
    }
    int bytesMax =
        settings.codec() == Compression.NONE.id()
            ? Unpacking.BATCH_BYTES_MAX
            : Unpacking.PACKED_BYTES_MAX;
    if (!unpacking.here() || batch.remaining() - BatchHeader.SIZE > bytesMax) {
      return Outcome.UNDECIDED;
    }
    Outcome outcome;
    try {
      outcome = new Outcome(recompress(batch, settings, bytesMax), false);
    } catch (DamagedBatchException e) {
      outcome =
          e.problem() == BatchProblem.DECOMPRESSED_SIZE
              ? Outcome.UNDECIDED
              : refuse(answer, e.problem().errorCode(), partition + ": " + e.getMessage());
    }
    unpacking.spent(bytesMax);
    return outcome;
  }

  /// Checks an undecided batch, however long that takes. On the I/O pool.
  Outcome checkInPeace(
      ByteBuffer batch,
      HostedPartition partition,
      RequestContext caller,
      long nowMillis,
      PartitionProduceResponse answer) {
    TopicSettings settings = partition.settings();
    BatchRules rules = settings.rules(zstdAllowed(caller));
    BatchValidator validator = new BatchValidator();
    BatchProblem problem = validator.check(batch, rules, nowMillis);
    if (problem != BatchProblem.NONE) {
      return refuse(partition, problem, validator, answer);
    }
    if (!isRecompressed(batch, settings)) {
      return new Outcome(batch, false);
    }
    try {
      return new Outcome(recompress(batch, settings, rules.decompressedMax()), false);
    } catch (DamagedBatchException e) {
      return refuse(answer, e.problem().errorCode(), partition + ": " + e.getMessage());
    }
  }

  private static boolean zstdAllowed(RequestContext caller) {
    return caller.apiVersion() >= FIRST_VERSION_WITH_ZSTD;
  }

  private static boolean isCompressed(ByteBuffer batch) {
    return batch.remaining() >= BatchHeader.SIZE
        && BatchHeader.codec(batch, batch.position()) != Compression.NONE.id();
  }

  private static boolean isRecompressed(ByteBuffer batch, TopicSettings settings) {
    return settings.codec() != TopicSettings.CODEC_OF_PRODUCER
        && settings.codec() != BatchHeader.codec(batch, batch.position());
  }

  private static ByteBuffer recompress(ByteBuffer batch, TopicSettings settings, int bytesMax) {
    Compression target = Compression.of(settings.codec());
    if (target == null) {
      throw new IllegalStateException("compression.type is no codec: " + settings.codec());
    }
    return BatchRewrite.recompress(
        batch, batch.position(), target, settings.codecLevel(), bytesMax);
  }

  private static Outcome refuse(
      HostedPartition partition,
      BatchProblem problem,
      BatchValidator validator,
      PartitionProduceResponse answer) {
    addRecordError(answer, problem, validator);
    return refuse(answer, problem.errorCode(), partition + ": " + validator.message());
  }

  private static void addRecordError(
      PartitionProduceResponse answer, BatchProblem problem, BatchValidator validator) {
    boolean listed =
        problem.errorCode() == ErrorCode.INVALID_RECORD
            || problem.errorCode() == ErrorCode.INVALID_TIMESTAMP;
    if (listed && validator.recordIndex() >= 0) {
      var error = new BatchIndexAndErrorMessage();
      error.batchIndex = validator.recordIndex();
      error.batchIndexErrorMessage = validator.message();
      answer.recordErrors.add(error);
    }
  }

  private static Outcome refuse(PartitionProduceResponse answer, ErrorCode error, String message) {
    answer.errorCode = error.code();
    answer.errorMessage = message;
    return Outcome.REFUSED;
  }
}
