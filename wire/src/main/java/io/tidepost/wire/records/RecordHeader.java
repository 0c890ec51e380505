package io.tidepost.wire.records;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One header of a record.
///
/// @param name its key, not unique within a record
/// @param value from position to limit, may be null
public record RecordHeader(String name, @Nullable ByteBuffer value) {}
