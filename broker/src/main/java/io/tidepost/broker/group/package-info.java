/// The shell of the group coordinator: which shard serves a group, how a shard is loaded, and how
/// it writes to its partition of `__consumer_offsets`.
@NullMarked
package io.tidepost.broker.group;

import org.jspecify.annotations.NullMarked;
