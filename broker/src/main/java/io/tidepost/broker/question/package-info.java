/// What brokers of a cluster ask each other beyond Kafka's protocol.
@NullMarked
package io.tidepost.broker.question;

import org.jspecify.annotations.NullMarked;
