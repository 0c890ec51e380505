/// One share group's view of one partition (KIP-932): which records are delivered to whom, how
/// often, until when, and what became of them; and the sessions in which members fetch.
/// Deterministic, like the room around it.
@NullMarked
package io.tidepost.replica.share;

import org.jspecify.annotations.NullMarked;
