/// Where partitions should be: proposes moves with reasons from what brokers carry. Only proposes;
/// somebody else asks the controller for the moves, a batch at a time.
@NullMarked
package io.tidepost.metadata.balance;

import org.jspecify.annotations.NullMarked;
