/// One segment: its file, its indexes, what of it has been verified, and how to walk and scan it.
@NullMarked
package io.tidepost.log.segment;

import org.jspecify.annotations.NullMarked;
