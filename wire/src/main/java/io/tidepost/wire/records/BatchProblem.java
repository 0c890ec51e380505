package io.tidepost.wire.records;

import io.tidepost.wire.ErrorCode;

/// What can be wrong with a batch or with one record in it, and the error that Kafka's protocol
/// answers it with.
public enum BatchProblem {
  NONE(ErrorCode.NONE, "sound"),
  NO_BATCH(ErrorCode.INVALID_RECORD, "no record batch"),
  SEVERAL_BATCHES(ErrorCode.INVALID_RECORD, "more than one record batch"),
  TRUNCATED(ErrorCode.CORRUPT_MESSAGE, "the bytes end inside a batch"),
  BATCH_LENGTH(ErrorCode.CORRUPT_MESSAGE, "the batch length is impossible"),
  MAGIC(ErrorCode.INVALID_RECORD, "only magic 2 is accepted"),
  CRC(ErrorCode.CORRUPT_MESSAGE, "the CRC-32C does not match"),
  CODEC(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "the codec's number is not assigned"),
  CODEC_TOO_NEW(
      ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "zstd is not allowed in this version of Produce"),
  RECORD_COUNT(
      ErrorCode.INVALID_RECORD, "the record count does not match the offsets or the records"),
  CONTROL(ErrorCode.INVALID_RECORD, "clients must not write control records"),
  DELETE_HORIZON(ErrorCode.INVALID_RECORD, "clients must not set a delete horizon"),
  SEQUENCE(ErrorCode.INVALID_RECORD, "producer id, epoch and sequence do not fit together"),
  TIMESTAMP_TYPE(ErrorCode.INVALID_TIMESTAMP, "producers must not set LogAppendTime"),
  TIMESTAMP(ErrorCode.INVALID_TIMESTAMP, "the timestamp is out of range"),
  RECORD_LENGTH(ErrorCode.INVALID_RECORD, "the record's length is impossible"),
  RECORD_STRUCTURE(ErrorCode.INVALID_RECORD, "the record's parts do not add up to its length"),
  OFFSET_DELTA(ErrorCode.INVALID_RECORD, "offset deltas must be 0, 1, 2, ..."),
  NO_KEY(ErrorCode.INVALID_RECORD, "a compacted topic takes no record without a key"),
  COMPRESSED_DATA(ErrorCode.CORRUPT_MESSAGE, "the compressed records cannot be decompressed"),
  DECOMPRESSED_SIZE(ErrorCode.MESSAGE_TOO_LARGE, "the records decompress to more than is allowed");

  private final ErrorCode errorCode;
  private final String text;

  BatchProblem(ErrorCode errorCode, String text) {
    this.errorCode = errorCode;
    this.text = text;
  }

  /// What the client is told.
  public ErrorCode errorCode() {
    return errorCode;
  }

  /// A sentence without its subject.
  public String text() {
    return text;
  }
}
