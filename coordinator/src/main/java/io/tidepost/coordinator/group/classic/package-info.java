/// The classic consumer group protocol: JoinGroup, SyncGroup, Heartbeat, LeaveGroup and the timers
/// between them (Kafka's protocol guide; KIP-62, 134, 345, 394, 559, 800, 814).
@NullMarked
package io.tidepost.coordinator.group.classic;

import org.jspecify.annotations.NullMarked;
