/// The share coordinator (KIP-932): what one partition of `__share_group_state` remembers of share
/// partitions, which records are delivered and how often.
@NullMarked
package io.tidepost.coordinator.share;

import org.jspecify.annotations.NullMarked;
