package io.tidepost.replica;

import io.tidepost.log.AppendOrigin;
import java.nio.ByteBuffer;

/// An append that waits until the log's files are prepared for it; see [PartitionLeader#append].
record HeldAppend(
    ByteBuffer batches,
    AppendOrigin origin,
    short acks,
    long deadlineMillis,
    long nowMillis,
    AppendCallback callback) {}
