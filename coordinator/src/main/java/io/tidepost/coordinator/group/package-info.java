/// Groups and committed offsets: what one partition of `__consumer_offsets` decides and remembers.
@NullMarked
package io.tidepost.coordinator.group;

import org.jspecify.annotations.NullMarked;
