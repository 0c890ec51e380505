/// Streams groups (KIP-1071): instances of Kafka Streams tell the coordinator their topology, and
/// it shares out the tasks.
@NullMarked
package io.tidepost.coordinator.group.streams;

import org.jspecify.annotations.NullMarked;
