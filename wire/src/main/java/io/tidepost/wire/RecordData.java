package io.tidepost.wire;

/// Record batches as they travel in a message's `records` field: bytes that the codec carries but
/// never copies. Either they are in memory ([BufferRecords]) or they stay where they are and the
/// shell sends them from there (a range of a segment file).
public interface RecordData {

  /// Length in bytes.
  int sizeInBytes();
}
