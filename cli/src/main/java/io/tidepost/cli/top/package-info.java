/// `tidepost top`: what a cluster does, now.
@NullMarked
package io.tidepost.cli.top;

import org.jspecify.annotations.NullMarked;
