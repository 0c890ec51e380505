/// A cluster of brokers in one thread: real logs and replicas on simulated disks, a modelled
/// network, controller, clients and clock, and everything that can go wrong with them. A seed
/// decides all of it; checkers watch while it runs.
@NullMarked
package io.tidepost.sim.cluster;

import org.jspecify.annotations.NullMarked;
