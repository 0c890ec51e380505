package io.tidepost.broker.security.visitor;

/// Somebody was not let in. Carries no stack trace: it is an answer, not a fault.
public final class RefusedVisitor extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean busy;

  /// @param busy whether nobody looked, because too many want in at once
  RefusedVisitor(boolean busy) {
    super(busy ? "too many want in at once" : "not believed", null, false, false);
    this.busy = busy;
  }

  /// Whether nobody looked, because too many want in at once.
  public boolean isBusy() {
    return busy;
  }
}
