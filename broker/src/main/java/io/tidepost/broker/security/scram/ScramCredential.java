package io.tidepost.broker.security.scram;

import io.tidepost.wire.record.UserScramCredentialRecord;
import java.nio.ByteBuffer;

/// What is kept of a user's password.
///
/// @param salt what the password was salted with
/// @param storedKey checks clients
/// @param serverKey proves the server
/// @param iterations rounds of hashing
public record ScramCredential(byte[] salt, byte[] storedKey, byte[] serverKey, int iterations) {

  private static final int SALT_BYTES = 20;

  /// The credential in a record.
  public static ScramCredential of(UserScramCredentialRecord record) {
    return new ScramCredential(
        bytes(record.salt), bytes(record.storedKey), bytes(record.serverKey), record.iterations);
  }

  /// The credential of a password, with a new salt. Takes milliseconds.
  public static ScramCredential of(ScramHash hash, String password, int iterations) {
    byte[] salt = SecureBytes.next(SALT_BYTES);
    byte[] salted = hash.salted(password, salt, iterations);
    return new ScramCredential(salt, hash.storedKey(salted), hash.serverKey(salted), iterations);
  }

  /// The record that keeps it.
  public UserScramCredentialRecord record(String user, ScramHash hash) {
    var record = new UserScramCredentialRecord();
    record.name = user;
    record.mechanism = hash.number();
    record.salt = ByteBuffer.wrap(salt);
    record.storedKey = ByteBuffer.wrap(storedKey);
    record.serverKey = ByteBuffer.wrap(serverKey);
    record.iterations = iterations;
    return record;
  }

  static byte[] bytes(ByteBuffer from) {
    byte[] result = new byte[from.remaining()];
    from.duplicate().get(result);
    return result;
  }

  /// Hides the keys.
  @Override
  public String toString() {
    return "ScramCredential[hidden]";
  }
}
