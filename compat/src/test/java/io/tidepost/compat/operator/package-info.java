/// The operator's port of the process that users start: health, metrics, what dashboards show.
@NullMarked
package io.tidepost.compat.operator;

import org.jspecify.annotations.NullMarked;
