/// `tidepost bench`: load for any cluster, and whether it kept what it acknowledged.
@NullMarked
package io.tidepost.cli.load;

import org.jspecify.annotations.NullMarked;
