/// Committed offsets: what is stored, how it is committed, fetched, deleted, and when it expires.
@NullMarked
package io.tidepost.coordinator.group.offset;

import org.jspecify.annotations.NullMarked;
