/// The brokers among each other: fetches what partitions followed here lack from their leaders, and
/// asks the controller for other in-sync replicas. Decides nothing: `replica` does.
@NullMarked
package io.tidepost.broker.replication;

import org.jspecify.annotations.NullMarked;
