/// What the registry knows: the records of the topic `_schemas` in their usual form, and the state
/// that follows from them. Applying records is the only place where state changes.
@NullMarked
package io.tidepost.registry.store;

import org.jspecify.annotations.NullMarked;
