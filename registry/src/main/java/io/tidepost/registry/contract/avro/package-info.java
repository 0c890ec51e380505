/// Avro's binary encoding under a schema.
@NullMarked
package io.tidepost.registry.contract.avro;

import org.jspecify.annotations.NullMarked;
