/// How partitions are spread over members by the coordinator, with the same results as Apache
/// Kafka's assignors.
@NullMarked
package io.tidepost.coordinator.group.assignor;

import org.jspecify.annotations.NullMarked;
