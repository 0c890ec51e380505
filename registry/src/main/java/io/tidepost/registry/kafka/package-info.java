/// The registry's log as a topic, through kafka-clients: any cluster will do.
@NullMarked
package io.tidepost.registry.kafka;

import org.jspecify.annotations.NullMarked;
