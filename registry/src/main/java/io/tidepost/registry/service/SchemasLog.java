package io.tidepost.registry.service;

import io.tidepost.registry.store.RegistryRecord;
import java.io.IOException;
import java.util.List;

/// Where the registry's records are: one log for all nodes, with at most one writer at a time.
///
/// A writer writes only after it has seen everything that was written before it became the writer;
/// whoever becomes the writer next makes all writes of the one before impossible.
public interface SchemasLog extends AutoCloseable {

  /// Who is told what the log holds, in its order.
  interface Reader {
    void read(RegistryRecord record);
  }

  /// Another node has become the writer since: what it was decided upon may have changed. What was
  /// to be written is not there, or is found by whoever reads everything again: an answer may have
  /// been lost before.
  final class NotWriterException extends IOException {
    private static final long serialVersionUID = 1;

    public NotWriterException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Makes this node the writer, unless it is.
  void becomeWriter() throws IOException;

  /// Writes records as one: all of them are there or none. Returns when they are durable and were
  /// given to the reader.
  ///
  /// @throws NotWriterException when another node has become the writer
  void write(List<RegistryRecord> records) throws IOException;

  /// Returns when everything that was durable at the call was given to the reader.
  void catchUp() throws IOException;

  @Override
  void close();
}
