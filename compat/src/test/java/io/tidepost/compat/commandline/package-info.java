/// `./tidepost` as its users type it.
@NullMarked
package io.tidepost.compat.commandline;

import org.jspecify.annotations.NullMarked;
