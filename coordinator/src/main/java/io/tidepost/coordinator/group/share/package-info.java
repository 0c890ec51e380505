/// Share groups (KIP-932): who is a member, which partitions it works on, and which share
/// partitions the group has a state of. Any number of members may work on one partition, so nothing
/// is ever revoked before it is assigned.
@NullMarked
package io.tidepost.coordinator.group.share;

import org.jspecify.annotations.NullMarked;
