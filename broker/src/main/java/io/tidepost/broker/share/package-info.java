/// The shell around share groups: where share partitions live, how they read and store, and the way
/// to the dead-letter topic.
@NullMarked
package io.tidepost.broker.share;

import org.jspecify.annotations.NullMarked;
