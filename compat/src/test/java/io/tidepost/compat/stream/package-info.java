/// Events, topics, partitions and offsets, as producers and consumers of the newest release see
/// them.
@NullMarked
package io.tidepost.compat.stream;

import org.jspecify.annotations.NullMarked;
