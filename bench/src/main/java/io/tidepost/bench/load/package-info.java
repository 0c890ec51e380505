/// Load on the wire: requests encoded beforehand, one blocking connection per thread, nothing
/// allocated per record.
@NullMarked
package io.tidepost.bench.load;

import org.jspecify.annotations.NullMarked;
