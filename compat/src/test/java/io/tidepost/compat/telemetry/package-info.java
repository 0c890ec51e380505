/// Client metrics (KIP-714) on the wire: what is in order, and what is not.
@NullMarked
package io.tidepost.compat.telemetry;

import org.jspecify.annotations.NullMarked;
