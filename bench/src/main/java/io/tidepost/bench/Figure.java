package io.tidepost.bench;

/// One measured figure.
///
/// @param row what it is, with its unit
/// @param value the value
/// @param limit the ratio to Kafka's figure that it must not pass, or must reach where more is
///   better; 0 when there is none
/// @param moreIsBetter throughput rather than cost
public record Figure(String row, double value, double limit, boolean moreIsBetter) {

  public static Figure cost(String row, double value, double limit) {
    return new Figure(row, value, limit, false);
  }

  public static Figure gain(String row, double value) {
    return new Figure(row, value, 0, true);
  }
}
