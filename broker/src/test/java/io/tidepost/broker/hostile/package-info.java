/// Attacks on a whole node in this process: whatever strangers send, the node goes on, nobody else
/// notices, and memory, threads and the operator's log stay bounded.
@NullMarked
package io.tidepost.broker.hostile;

import org.jspecify.annotations.NullMarked;
