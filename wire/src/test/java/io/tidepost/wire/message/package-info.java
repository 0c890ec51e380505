/// Tests, most of them against Kafka's own client as the oracle.
@NullMarked
package io.tidepost.wire.message;

import org.jspecify.annotations.NullMarked;
