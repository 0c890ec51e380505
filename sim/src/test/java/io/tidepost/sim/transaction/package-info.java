/// Runs of the simulation of transactions, with the rules as they are and with broken ones.
@NullMarked
package io.tidepost.sim.transaction;

import org.jspecify.annotations.NullMarked;
