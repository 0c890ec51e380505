/// One class for each page.
@NullMarked
package io.tidepost.console.page;

import org.jspecify.annotations.NullMarked;
