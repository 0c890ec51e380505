/// `tidepost client-metrics`: which clients are to push which metrics, and what they pushed.
@NullMarked
package io.tidepost.cli.clientmetrics;

import org.jspecify.annotations.NullMarked;
