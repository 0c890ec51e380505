package io.tidepost.broker.share;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Key and value of a record that was given up.
///
/// @param key as it was produced
/// @param value as it was produced
record LetterSource(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {}
