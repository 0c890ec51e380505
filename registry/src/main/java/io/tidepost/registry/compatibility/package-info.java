/// Whether schemas may follow each other: seven levels, one verdict for each kind of change.
@NullMarked
package io.tidepost.registry.compatibility;

import org.jspecify.annotations.NullMarked;
