/// The cluster's metadata as immutable values, and the one place where records change it
/// ([io.tidepost.metadata.image.MetadataDelta]).
@NullMarked
package io.tidepost.metadata.image;

import org.jspecify.annotations.NullMarked;
