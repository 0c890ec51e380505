/// `tidepost topic copy`, `export` and `import`: a topic with its records, from a cluster or a file
/// into another.
@NullMarked
package io.tidepost.cli.transfer;

import org.jspecify.annotations.NullMarked;
