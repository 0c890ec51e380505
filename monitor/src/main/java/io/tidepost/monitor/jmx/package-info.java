/// The node's figures as MBeans under Kafka's names. Nothing here is loaded unless somebody wants
/// it.
@NullMarked
package io.tidepost.monitor.jmx;

import org.jspecify.annotations.NullMarked;
