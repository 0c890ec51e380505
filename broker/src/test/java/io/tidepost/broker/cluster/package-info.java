/// Tests of how a node finds its cluster.
@NullMarked
package io.tidepost.broker.cluster;

import org.jspecify.annotations.NullMarked;
