/// Runs the simulation of the cluster's controllers.
@NullMarked
package io.tidepost.sim.controller;

import org.jspecify.annotations.NullMarked;
