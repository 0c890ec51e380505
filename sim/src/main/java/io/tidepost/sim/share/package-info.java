/// A queue in a world of its own: workers that take, finish, drop, stall and die; a leader and a
/// coordinator that crash; a store that refuses.
@NullMarked
package io.tidepost.sim.share;

import org.jspecify.annotations.NullMarked;
