/// Whether readers with one Avro schema read data of another.
@NullMarked
package io.tidepost.registry.compatibility.avro;

import org.jspecify.annotations.NullMarked;
