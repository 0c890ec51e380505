/// Fetch sessions (KIP-227): what each fetcher is interested in, so that it has to name only what
/// changed, and is told only what changed. Deterministic: no threads, clocks or randomness of its
/// own.
@NullMarked
package io.tidepost.replica.fetch;

import org.jspecify.annotations.NullMarked;
