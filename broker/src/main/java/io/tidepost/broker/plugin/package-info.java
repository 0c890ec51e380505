/// Where classes of others are let in: Kafka's plugin contracts out of `kafka-clients`, each behind
/// a seam of our own. The only part of the broker that sees `org.apache.kafka`; nothing in it is
/// loaded unless an option names a plugin or a client pushes metrics.
@NullMarked
package io.tidepost.broker.plugin;

import org.jspecify.annotations.NullMarked;
