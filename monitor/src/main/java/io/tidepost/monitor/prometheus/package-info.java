/// `/metrics` in Prometheus' text format, under the names that Kafka's exporters use.
@NullMarked
package io.tidepost.monitor.prometheus;

import org.jspecify.annotations.NullMarked;
