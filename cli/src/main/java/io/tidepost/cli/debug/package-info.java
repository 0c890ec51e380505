/// What those who help need to know of a node, in one archive without secrets.
@NullMarked
package io.tidepost.cli.debug;

import org.jspecify.annotations.NullMarked;
