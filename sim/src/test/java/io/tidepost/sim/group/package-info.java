/// Runs of the simulation of groups, with the rules as they are and with broken ones.
@NullMarked
package io.tidepost.sim.group;

import org.jspecify.annotations.NullMarked;
