@NullMarked
package io.tidepost.sim.share;

import org.jspecify.annotations.NullMarked;
