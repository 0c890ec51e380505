/// The controller's decisions: a command and the current image give metadata records and a result.
/// Nothing here touches the world; records become state only in
/// [io.tidepost.metadata.image.MetadataDelta].
@NullMarked
package io.tidepost.metadata.controller;

import org.jspecify.annotations.NullMarked;
