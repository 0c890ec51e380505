/// The three indexes of a segment, in memory and as bytes: offset, time and transaction index. No
/// file access.
@NullMarked
package io.tidepost.log.index;

import org.jspecify.annotations.NullMarked;
