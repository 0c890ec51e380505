/// Turns Kafka's message definitions (JSON, read out of Kafka's own jars by the build) into the
/// Java source of the readers and writers in `wire`. Runs inside Maven, so it keeps to Java 17.
@NullMarked
package io.tidepost.wire.generator;

import org.jspecify.annotations.NullMarked;
