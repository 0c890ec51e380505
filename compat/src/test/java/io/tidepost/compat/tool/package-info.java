/// Apache Kafka's own command-line tools against the running server and against its files.
@NullMarked
package io.tidepost.compat.tool;

import org.jspecify.annotations.NullMarked;
