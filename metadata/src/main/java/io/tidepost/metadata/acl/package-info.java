/// Access control as values: entries, the patterns they cover, and what follows from all of them
/// together.
@NullMarked
package io.tidepost.metadata.acl;

import org.jspecify.annotations.NullMarked;
