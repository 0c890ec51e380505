/// The schema registry: subjects with versions of Avro, JSON Schema and Protobuf schemas, kept in a
/// compacted topic, served over REST.
@NullMarked
package io.tidepost.registry;

import org.jspecify.annotations.NullMarked;
