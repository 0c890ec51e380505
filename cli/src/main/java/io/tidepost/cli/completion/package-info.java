/// `tidepost completion`: what a shell completes, from the commands' own declarations.
@NullMarked
package io.tidepost.cli.completion;

import org.jspecify.annotations.NullMarked;
