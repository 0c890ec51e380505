/// The five codecs of record batches.
@NullMarked
package io.tidepost.wire.compression;

import org.jspecify.annotations.NullMarked;
