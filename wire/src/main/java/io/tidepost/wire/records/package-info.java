/// Record batches, magic 2 (Kafka's message format): parse, validate, patch in place, iterate,
/// build.
@NullMarked
package io.tidepost.wire.records;

import org.jspecify.annotations.NullMarked;
