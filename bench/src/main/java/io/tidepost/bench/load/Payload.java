package io.tidepost.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/// Records that look like somebody's events: JSON made of words and numbers, which compresses to
/// about a third, from a fixed seed.
public final class Payload {
  private static final String[] WORDS =
      ("order customer street payment accepted sandwich tuna lettuce mayonnaise shipped warehouse"
           + " berlin madrid osaka returned invoice currency amount discount voucher status pending"
           + " priority carrier tracking weight parcel")
          .split(" ");

  private Payload() {}

  /// One value of exactly `size` bytes.
  static byte[] value(Random random, int size) {
    StringBuilder text = new StringBuilder(size + 32);
    text.append("{\"id\":").append(random.nextLong());
    while (text.length() < size) {
      text.append(",\"").append(WORDS[random.nextInt(WORDS.length)]).append("\":");
      if (random.nextInt(3) == 0) {
        text.append(random.nextInt(1_000_000));
      } else {
        text.append('"')
            .append(WORDS[random.nextInt(WORDS.length)])
            .append(Integer.toHexString(random.nextInt()))
            .append('"');
      }
    }
    return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
  }

  /// One batch of `count` records with values of `valueSize` bytes.
  public static MemoryRecords batch(Random random, String codec, int count, int valueSize) {
    SimpleRecord[] records = new SimpleRecord[count];
    long timestamp = System.currentTimeMillis();
    for (int i = 0; i < count; i++) {
      byte[] key = Integer.toString(random.nextInt(1_000_000)).getBytes(StandardCharsets.US_ASCII);
      records[i] = new SimpleRecord(timestamp, key, value(random, valueSize));
    }
    return MemoryRecords.withRecords(
        Compression.of(CompressionType.forName(codec)).build(), records);
  }
}
