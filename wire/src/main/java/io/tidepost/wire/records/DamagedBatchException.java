package io.tidepost.wire.records;

/// A batch that passed for sound turns out to be broken while it is read.
public final class DamagedBatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final BatchProblem problem;

  DamagedBatchException(BatchProblem problem, long baseOffset, String detail) {
    super(
        "batch at offset "
            + baseOffset
            + ": "
            + problem.text()
            + (detail.isEmpty() ? "" : " (" + detail + ")"));
    this.problem = problem;
  }

  public BatchProblem problem() {
    return problem;
  }
}
