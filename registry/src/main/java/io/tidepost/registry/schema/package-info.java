/// Schemas as texts and as parsed things: Avro, JSON Schema, Protobuf. Pure: parsing touches
/// neither files nor the network, and what a schema refers to is handed in.
@NullMarked
package io.tidepost.registry.schema;

import org.jspecify.annotations.NullMarked;
