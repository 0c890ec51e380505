/// The transaction coordinator: who writes under a transactional id, which partitions a transaction
/// touches, and whether it was committed (KIP-98, KIP-360, KIP-890).
@NullMarked
package io.tidepost.coordinator.transaction;

import org.jspecify.annotations.NullMarked;
