/// The runtime that every coordinator shares: it asks a [io.tidepost.coordinator.runtime.Shard] to
/// decide, appends what was decided, applies it once it is committed and only then answers.
///
/// State never contains anything that is not committed, so a failed append has nothing to roll back
/// (docs/decisions: coordinator state follows the high watermark).
@NullMarked
package io.tidepost.coordinator.runtime;

import org.jspecify.annotations.NullMarked;
