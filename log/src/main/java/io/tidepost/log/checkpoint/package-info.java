/// The small files beside the segments: offsets per partition, topic id, segment summaries. Each is
/// checked before it is believed.
@NullMarked
package io.tidepost.log.checkpoint;

import org.jspecify.annotations.NullMarked;
