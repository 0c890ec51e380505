/// Metrics that are pushed in OpenTelemetry's protocol. Loaded where somebody wants that.
@NullMarked
package io.tidepost.monitor.otlp;

import org.jspecify.annotations.NullMarked;
