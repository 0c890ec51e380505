package io.tidepost.compat.foreign;

import java.io.IOException;
import java.nio.file.Path;

/// KafkaJS with its codecs, from npm.
public final class KafkaJs {

  private KafkaJs() {}

  /// The folder in which it is installed, with our script.
  public static Path installed() throws IOException {
    return NodePackage.install("kafkajs", "lz4-napi");
  }
}
