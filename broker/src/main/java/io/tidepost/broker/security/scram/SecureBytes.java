package io.tidepost.broker.security.scram;

import java.security.SecureRandom;

/// Bytes that nobody can guess. Any thread.
public final class SecureBytes {

  private static final SecureRandom RANDOM = new SecureRandom();

  private SecureBytes() {}

  public static byte[] next(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
