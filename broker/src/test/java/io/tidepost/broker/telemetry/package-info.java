@NullMarked
package io.tidepost.broker.telemetry;

import org.jspecify.annotations.NullMarked;
