/// `/healthz` and `/readyz`.
@NullMarked
package io.tidepost.monitor.health;

import org.jspecify.annotations.NullMarked;
