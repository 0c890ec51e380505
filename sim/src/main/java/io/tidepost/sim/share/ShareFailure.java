package io.tidepost.sim.share;

/// A promise was broken. The seed in the message repeats it.
public final class ShareFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ShareFailure(String message) {
    super(message);
  }
}
