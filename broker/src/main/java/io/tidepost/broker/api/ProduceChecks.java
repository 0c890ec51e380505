package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.TopicSettings;
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
/// records. Called on connections' loops; each has its own validator.
final class ProduceChecks {

  private static final short FIRST_VERSION_WITH_ZSTD = 7;

  private final BatchValidator[] validators;

  ProduceChecks(BrokerContext context) {
    validators = new BatchValidator[context.loops().size()];
    for (int i = 0; i < validators.length; i++) {
      validators[i] = new BatchValidator();
    }
  }

  /// The bytes to store, or `null` when they are refused; then `answer` says why.
  @Nullable ByteBuffer check(
      @Nullable RecordData records,
      HostedPartition partition,
      RequestContext caller,
      long nowMillis,
      PartitionProduceResponse answer) {
    if (!(records instanceof BufferRecords(ByteBuffer batch))) {
      refuse(answer, ErrorCode.INVALID_RECORD, partition + ": there are no records");
      return null;
    }
    TopicSettings settings = partition.settings();
    if (batch.remaining() > settings.messageBytesMax()) {
      refuse(
          answer,
          ErrorCode.MESSAGE_TOO_LARGE,
          "The record batch size in the append to %s is %d bytes which exceeds the maximum configured value of %d (max.message.bytes)."
              .formatted(partition, batch.remaining(), settings.messageBytesMax()));
      return null;
    }
    BatchRules rules = settings.rules(caller.apiVersion() >= FIRST_VERSION_WITH_ZSTD);
    BatchValidator validator = validators[caller.loop().index()];
    BatchProblem problem = validator.check(batch, rules, nowMillis);
    if (problem != BatchProblem.NONE) {
      refuse(answer, problem.errorCode(), partition + ": " + validator.message());
      addRecordError(answer, problem, validator);
      return null;
    }
    int start = batch.position();
    if (settings.codec() != TopicSettings.CODEC_OF_PRODUCER
        && settings.codec() != BatchHeader.codec(batch, start)) {
      return recompress(batch, settings, partition, answer);
    }
    return batch;
  }

  private static @Nullable ByteBuffer recompress(
      ByteBuffer batch,
      TopicSettings settings,
      HostedPartition partition,
      PartitionProduceResponse answer) {
    Compression target = Compression.of(settings.codec());
    if (target == null) {
      throw new IllegalStateException(partition + ": compression.type is not a codec");
    }
    try {
      return BatchRewrite.recompress(
          batch,
          batch.position(),
          target,
          settings.codecLevel(),
          settings.rules(true).decompressedMax());
    } catch (DamagedBatchException e) {
      refuse(answer, e.problem().errorCode(), partition + ": " + e.getMessage());
      return null;
    }
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

  private static void refuse(PartitionProduceResponse answer, ErrorCode error, String message) {
    answer.errorCode = error.code();
    answer.errorMessage = message;
  }
}
