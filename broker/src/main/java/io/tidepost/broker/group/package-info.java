/// The shell of the group coordinator: its options and its topic, `__consumer_offsets`.
@NullMarked
package io.tidepost.broker.group;

import org.jspecify.annotations.NullMarked;
