/// Transactions: of producers, of applications that consume, transform and produce, of Kafka
/// Streams, and of other people's clients.
@NullMarked
package io.tidepost.compat.transaction;

import org.jspecify.annotations.NullMarked;
