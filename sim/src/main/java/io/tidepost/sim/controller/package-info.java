/// Controllers over a modelled quorum: elections, lost and surviving appends, snapshots, brokers
/// that register, die and come back, and administrators, in one thread from one seed. Checkers look
/// at every unit that is committed.
@NullMarked
package io.tidepost.sim.controller;

import org.jspecify.annotations.NullMarked;
