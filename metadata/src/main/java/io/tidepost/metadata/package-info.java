/// What the cluster knows about itself: the metadata log as a seam, names and configurations. The
/// state is an immutable [io.tidepost.metadata.image.MetadataImage], the decisions are in
/// [io.tidepost.metadata.controller]. Deterministic: no threads, clocks, randomness, sockets or
/// files of its own.
@NullMarked
package io.tidepost.metadata;

import org.jspecify.annotations.NullMarked;
