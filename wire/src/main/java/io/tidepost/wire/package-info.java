/// The protocol as bytes (Kafka's protocol guide): reading and writing of primitive types, frames
/// and error codes. Touches bytes only: no clocks, threads, sockets or files.
@NullMarked
package io.tidepost.wire;

import org.jspecify.annotations.NullMarked;
