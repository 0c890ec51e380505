/// What no client of Kafka can ask for: each node of the cluster is asked.
@NullMarked
package io.tidepost.console.fact;

import org.jspecify.annotations.NullMarked;
