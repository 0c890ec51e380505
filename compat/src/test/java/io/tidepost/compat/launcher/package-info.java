/// The launcher: from any folder, through links, with spaces in paths, by two at once, with a
/// broken cache; and what it says when a start is refused.
@NullMarked
package io.tidepost.compat.launcher;

import org.jspecify.annotations.NullMarked;
