/// The five codecs of record batches, each loaded at its first use, all bounded in what they may
/// expand to.
@NullMarked
package io.tidepost.wire.compression;

import org.jspecify.annotations.NullMarked;
