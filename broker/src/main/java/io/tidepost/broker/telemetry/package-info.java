/// Client metrics (KIP-714): who is to push what, what was pushed, and where it can be read.
@NullMarked
package io.tidepost.broker.telemetry;

import org.jspecify.annotations.NullMarked;
