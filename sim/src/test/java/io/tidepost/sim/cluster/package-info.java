@NullMarked
package io.tidepost.sim.cluster;

import org.jspecify.annotations.NullMarked;
