/// The schema registry as its clients see it, in the process that users start.
@NullMarked
package io.tidepost.compat.registry;

import org.jspecify.annotations.NullMarked;
