/// This node among others: finding the cluster, following its metadata, the way to the active
/// controller, and the broker's life as its controller sees it.
@NullMarked
package io.tidepost.broker.cluster;

import org.jspecify.annotations.NullMarked;
