/// Groups of the consumer protocol (KIP-848): the coordinator assigns, members follow at their own
/// pace.
@NullMarked
package io.tidepost.coordinator.group.consumer;

import org.jspecify.annotations.NullMarked;
