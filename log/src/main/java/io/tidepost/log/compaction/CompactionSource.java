package io.tidepost.log.compaction;

import java.nio.file.Path;

/// A rolled segment as a compaction found it.
///
/// @param baseOffset of the segment
/// @param endOffset base offset of the segment behind it
/// @param path its `.log`
/// @param size of it in bytes
/// @param indexBytes what its larger index takes at most
public record CompactionSource(
    long baseOffset, long endOffset, Path path, long size, long indexBytes) {}
