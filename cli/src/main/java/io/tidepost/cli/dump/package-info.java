/// `tidepost log …`: reads files of a data directory. The only package of the command line that
/// sees `log` and `wire`.
@NullMarked
package io.tidepost.cli.dump;

import org.jspecify.annotations.NullMarked;
