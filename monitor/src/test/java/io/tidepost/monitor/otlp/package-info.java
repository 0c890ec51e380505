@NullMarked
package io.tidepost.monitor.otlp;

import org.jspecify.annotations.NullMarked;
