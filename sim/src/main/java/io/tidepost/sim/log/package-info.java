/// A partition's log under everything a machine can do to it: random appends, rolls, deletes,
/// syncs, crashes in the middle of any disk operation, power losses, flipped bits, stale and
/// missing derived files, full and failing disks; and what must hold through all of that.
@NullMarked
package io.tidepost.sim.log;

import org.jspecify.annotations.NullMarked;
