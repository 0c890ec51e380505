/// One partition's log on a disk: segments, indexes, leader epochs, producer state, retention and
/// recovery, in Kafka's file formats. Deterministic: no clock, thread or randomness of its own; the
/// file system is reached only through [io.tidepost.base.Disk].
@NullMarked
package io.tidepost.log;

import org.jspecify.annotations.NullMarked;
