package io.tidepost.log;

import io.tidepost.base.DiskFile;
import io.tidepost.wire.RecordData;

/// Whole batches in a segment file, to be sent from there (sendfile). The file stays open for at
/// least `file.delete.delay.ms` after its segment was deleted; a range that is cut by a truncation
/// meanwhile reads short.
///
/// @param file the open segment file
/// @param position first byte
/// @param sizeInBytes length in bytes, may be 0
public record FileRecords(DiskFile file, long position, int sizeInBytes) implements RecordData {}
