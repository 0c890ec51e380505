/// Which leader epoch wrote which offsets (KIP-101).
@NullMarked
package io.tidepost.log.epoch;

import org.jspecify.annotations.NullMarked;
