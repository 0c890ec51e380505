/// What was acknowledged is there: after kills, restarts, full disks, and on topics a moment old.
@NullMarked
package io.tidepost.compat.durable;

import org.jspecify.annotations.NullMarked;
