/// `tidepost produce` and `tidepost consume`: records in and out.
@NullMarked
package io.tidepost.cli.record;

import org.jspecify.annotations.NullMarked;
