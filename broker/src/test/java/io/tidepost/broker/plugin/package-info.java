/// Plugins that tests bring.
@NullMarked
package io.tidepost.broker.plugin;

import org.jspecify.annotations.NullMarked;
