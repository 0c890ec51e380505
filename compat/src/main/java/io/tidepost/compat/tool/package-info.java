/// Apache Kafka's command-line tools, unmodified, run in a child JVM with their output captured.
@NullMarked
package io.tidepost.compat.tool;

import org.jspecify.annotations.NullMarked;
