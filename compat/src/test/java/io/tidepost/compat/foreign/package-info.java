/// Clients that share no code with Apache Kafka: librdkafka by way of kcat, KafkaJS.
@NullMarked
package io.tidepost.compat.foreign;

import org.jspecify.annotations.NullMarked;
