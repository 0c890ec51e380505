package io.tidepost.bench.scenario;

import io.tidepost.bench.Sizes;
import io.tidepost.bench.load.Payload;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Requests encoded beforehand and sent with a fixed number under way.
final class Producing {
  static final String TOPIC = "bench";
  private static final int RECORD_BYTES = 1_000;
  private static final int DISTINCT_REQUESTS = 32;

  private final List<ByteBuffer> requests = new ArrayList<>();
  private final long payloadPerRequest;

  Producing(String codec, Sizes sizes) {
    int records = Math.max(1, sizes.batchKilobytes() * 1_024 / (RECORD_BYTES + 24));
    payloadPerRequest = (long) records * RECORD_BYTES * sizes.partitions();
    Random random = new Random(7);
    for (int i = 0; i < DISTINCT_REQUESTS; i++) {
      requests.add(
          Wire.produce(
              TOPIC,
              0,
              sizes.partitions(),
              _ -> Payload.batch(random, codec, records, RECORD_BYTES)));
    }
  }

  /// Requests with one uncompressed batch each, for one partition after the other.
  static List<ByteBuffer> single(Random random, Sizes sizes, int records, int recordBytes) {
    List<ByteBuffer> requests = new ArrayList<>();
    for (int i = 0; i < 2 * DISTINCT_REQUESTS; i++) {
      requests.add(
          Wire.produce(
              TOPIC,
              i % sizes.partitions(),
              1,
              _ -> Payload.batch(random, "none", records, recordBytes)));
    }
    return requests;
  }

  /// The requests, to be sent one after the other again and again.
  List<ByteBuffer> requests() {
    return requests;
  }

  /// Bytes of uncompressed values in each.
  long payloadPerRequest() {
    return payloadPerRequest;
  }

  /// Sends at least `megabytes` of uncompressed values and returns how many bytes of them were
  /// acknowledged.
  long send(Connection connection, int megabytes, int inFlight) {
    long count = (megabytes * 1_000_000L + payloadPerRequest - 1) / payloadPerRequest;
    pipelined(connection, requests, count, inFlight);
    return count * payloadPerRequest;
  }

  /// Sends `count` requests, round robin, and waits for all answers; none may carry an error.
  static void pipelined(
      Connection connection, List<ByteBuffer> requests, long count, int inFlight) {
    long answered = 0;
    for (long sent = 0; sent < count; sent++) {
      if (sent - answered == inFlight) {
        Wire.produced(connection);
        answered++;
      }
      connection.send(requests.get((int) (sent % requests.size())));
    }
    for (; answered < count; answered++) {
      Wire.produced(connection);
    }
  }
}
