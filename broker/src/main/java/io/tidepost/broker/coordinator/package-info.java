/// Coordinators on this broker: shards on the partitions of an internal topic, whatever they
/// coordinate.
@NullMarked
package io.tidepost.broker.coordinator;

import org.jspecify.annotations.NullMarked;
