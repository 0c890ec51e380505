/// The shell of the transaction coordinator: its options and its topic, `__transaction_state`,
/// producer ids, and how markers get to the partitions.
@NullMarked
package io.tidepost.broker.transaction;

import org.jspecify.annotations.NullMarked;
