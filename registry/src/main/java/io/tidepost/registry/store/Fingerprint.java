package io.tidepost.registry.store;

import io.tidepost.registry.schema.SchemaReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// What tells contents apart: an MD5 of everything registered. Not meant to withstand people who
/// look for collisions: contents that agree in it are compared in full.
///
/// @param high first half
/// @param low second half
public record Fingerprint(long high, long low) {

  public static Fingerprint of(StoredSchema.Content content) {
    MessageDigest digest = md5();
    digest.update(content.type().name().getBytes(StandardCharsets.UTF_8));
    digest.update(content.text().getBytes(StandardCharsets.UTF_8));
    for (SchemaReference reference : content.references()) {
      digest.update(reference.name().getBytes(StandardCharsets.UTF_8));
      digest.update(reference.subject().getBytes(StandardCharsets.UTF_8));
      digest.update(ByteBuffer.allocate(4).putInt(0, reference.version()));
    }
    if (content.metadata() != null) {
      digest.update(content.metadata().toString().getBytes(StandardCharsets.UTF_8));
    }
    if (content.ruleSet() != null) {
      digest.update(content.ruleSet().toString().getBytes(StandardCharsets.UTF_8));
    }
    ByteBuffer sum = ByteBuffer.wrap(digest.digest());
    return new Fingerprint(sum.getLong(), sum.getLong());
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /// The content's name in all contexts and registries.
  public UUID guid() {
    return new UUID(high, low);
  }
}
