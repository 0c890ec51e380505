/// Log compaction: finds the newest offset of each key and copies segments without what is
/// superseded. Decides and reads and writes files through the `Disk` seam; knows nothing of the log
/// that the segments belong to.
@NullMarked
package io.tidepost.log.compaction;

import org.jspecify.annotations.NullMarked;
