package io.tidepost.broker.security.tls;

import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SslOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// What the files of a listener looked like when they were read.
record TlsStamp(@Nullable FileTime keys, @Nullable FileTime trusted) {

  static TlsStamp of(ListenerSettings settings) {
    return new TlsStamp(
        modified(settings.find(SslOptions.SSL_KEYSTORE_LOCATION)),
        modified(settings.find(SslOptions.SSL_TRUSTSTORE_LOCATION)));
  }

  private static @Nullable FileTime modified(@Nullable String file) {
    try {
      return file == null ? null : Files.getLastModifiedTime(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      return null; // reading it says why
    }
  }
}
