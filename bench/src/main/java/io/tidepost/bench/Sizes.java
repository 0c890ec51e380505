package io.tidepost.bench;

import java.util.List;

/// How much of everything; each can be given as `--name value`.
///
/// @param alternations how often each server runs each scenario; the table shows medians
/// @param megabytes payload per measurement of produce and consume
/// @param warmMegabytes payload before the clock starts, so that compiled code is measured
/// @param batchKilobytes payload per batch; 16 is the producer's default
/// @param partitions partitions of the topic; a produce request carries a batch for each
/// @param inFlight requests a producer keeps under way
/// @param smallRequests requests with one record each
/// @param rate records per second of the latency scenario
/// @param seconds length of the latency scenario, and the rest before idle memory is read
/// @param manyPartitions partitions of the scenario with many
/// @param retainedGigabytes how much is retained in the scenario that compares little with much
public record Sizes(
    int alternations,
    int megabytes,
    int warmMegabytes,
    int batchKilobytes,
    int partitions,
    int inFlight,
    int smallRequests,
    int rate,
    int seconds,
    int manyPartitions,
    int retainedGigabytes) {

  public static final Sizes DEFAULT =
      new Sizes(3, 2_000, 2_000, 16, 4, 5, 200_000, 1_000, 15, 5_000, 20);

  private static final List<String> NAMES =
      List.of(
          "alternations",
          "megabytes",
          "warm-megabytes",
          "batch-kilobytes",
          "partitions",
          "in-flight",
          "small-requests",
          "rate",
          "seconds",
          "many-partitions",
          "retained-gigabytes");

  /// A copy with the option `name` set.
  ///
  /// @throws IllegalArgumentException naming an unknown option
  public Sizes with(String name, int value) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("unknown size --" + name + "; known: " + NAMES);
    }
    return new Sizes(
        name.equals("alternations") ? value : alternations,
        name.equals("megabytes") ? value : megabytes,
        name.equals("warm-megabytes") ? value : warmMegabytes,
        name.equals("batch-kilobytes") ? value : batchKilobytes,
        name.equals("partitions") ? value : partitions,
        name.equals("in-flight") ? value : inFlight,
        name.equals("small-requests") ? value : smallRequests,
        name.equals("rate") ? value : rate,
        name.equals("seconds") ? value : seconds,
        name.equals("many-partitions") ? value : manyPartitions,
        name.equals("retained-gigabytes") ? value : retainedGigabytes);
  }
}
