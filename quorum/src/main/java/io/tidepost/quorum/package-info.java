/// The engines behind the metadata log. One voter: a log of our own in Kafka's KRaft files
/// (`__cluster_metadata-0`), with what formatting leaves in each log directory. The records'
/// meaning lies in [io.tidepost.metadata].
@NullMarked
package io.tidepost.quorum;

import org.jspecify.annotations.NullMarked;
