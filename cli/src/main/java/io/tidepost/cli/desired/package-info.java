/// A cluster's resources as a file under review: what should be, what is, and the difference.
@NullMarked
package io.tidepost.cli.desired;

import org.jspecify.annotations.NullMarked;
