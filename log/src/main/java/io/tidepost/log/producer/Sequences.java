package io.tidepost.log.producer;

/// Arithmetic of sequence numbers, which go from 0 to `Integer.MAX_VALUE` and then start again.
final class Sequences {

  private Sequences() {}

  /// The sequence `delta` behind `sequence`.
  static int plus(int sequence, int delta) {
    return sequence > Integer.MAX_VALUE - delta
        ? delta - (Integer.MAX_VALUE - sequence) - 1
        : sequence + delta;
  }

  /// The sequence `delta` before `sequence`.
  static int minus(int sequence, int delta) {
    return sequence < delta ? Integer.MAX_VALUE - (delta - sequence) + 1 : sequence - delta;
  }

  /// Whether `next` follows directly on `last`.
  static boolean follows(int last, int next) {
    return next == last + 1L || (next == 0 && last == Integer.MAX_VALUE);
  }
}
