/// Tests of the parts of log compaction.
@NullMarked
package io.tidepost.log.compaction;

import org.jspecify.annotations.NullMarked;
