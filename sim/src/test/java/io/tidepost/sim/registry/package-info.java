@NullMarked
package io.tidepost.sim.registry;

import org.jspecify.annotations.NullMarked;
