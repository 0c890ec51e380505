package io.tidepost.cli.record;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// What all records of one run have in common.
///
/// @param key fixed key, or `null`
/// @param partition fixed partition, or `null` for the partitioner's choice
/// @param timestampMillis fixed timestamp, or `null` for now
/// @param emptyIsNull whether an empty value becomes a tombstone
record RecordTemplate(
    String topic,
    byte @Nullable [] key,
    @Nullable Integer partition,
    @Nullable Long timestampMillis,
    List<Header> headers,
    boolean emptyIsNull) {

  /// A record with this key and value and everything else as in the template.
  ProducerRecord<byte[], byte[]> record(byte @Nullable [] recordKey, byte[] value) {
    byte[] stored = emptyIsNull && value.length == 0 ? null : value;
    return new ProducerRecord<>(topic, partition, timestampMillis, recordKey, stored, headers);
  }

  Charset charset() {
    return StandardCharsets.UTF_8;
  }
}
