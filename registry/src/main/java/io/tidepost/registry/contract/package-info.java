/// Records under schemas: the form in which they name their schema, whether they keep to it, and
/// the way between them and JSON. Knows nothing of registries, topics and clients.
@NullMarked
package io.tidepost.registry.contract;

import org.jspecify.annotations.NullMarked;
