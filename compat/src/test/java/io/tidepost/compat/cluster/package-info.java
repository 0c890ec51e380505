/// Several processes that are one cluster.
@NullMarked
package io.tidepost.compat.cluster;

import org.jspecify.annotations.NullMarked;
