/// The console's pages, driven in a real browser.
@NullMarked
package io.tidepost.compat.console;

import org.jspecify.annotations.NullMarked;
