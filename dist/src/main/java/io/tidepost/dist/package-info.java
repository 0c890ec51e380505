/// What the launcher starts: the server for `start`, the command line for everything else.
@NullMarked
package io.tidepost.dist;

import org.jspecify.annotations.NullMarked;
