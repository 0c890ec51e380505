/// The states of share partitions as those who need them see it: asked for here or at the broker
/// that keeps them (KIP-932).
@NullMarked
package io.tidepost.broker.share.state;

import org.jspecify.annotations.NullMarked;
