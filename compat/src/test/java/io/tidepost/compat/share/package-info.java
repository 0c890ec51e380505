/// Queues: `KafkaShareConsumer` and the tools for share groups, unmodified, against the running
/// process.
@NullMarked
package io.tidepost.compat.share;

import org.jspecify.annotations.NullMarked;
