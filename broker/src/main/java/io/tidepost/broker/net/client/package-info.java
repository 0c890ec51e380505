/// Connections from this node to others, which speak Kafka's protocol like every client.
@NullMarked
package io.tidepost.broker.net.client;

import org.jspecify.annotations.NullMarked;
