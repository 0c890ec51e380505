package io.tidepost.sim.transaction;

/// What an application knows of one of its transactions.
final class ModelTransaction {

  /// What has become of it.
  enum Outcome {
    /// Nobody asked for it to be committed: it must not be seen.
    NOT_COMMITTED,
    /// Asked for, and not answered: it may be seen wholly or not at all.
    UNKNOWN,
    /// Answered: it must be seen wholly.
    COMMITTED
  }

  final int number;
  int batches;
  Outcome outcome = Outcome.NOT_COMMITTED;

  ModelTransaction(int number) {
    this.number = number;
  }

  @Override
  public String toString() {
    return "transaction %d (%d batches, %s)".formatted(number, batches, outcome);
  }
}
