/// A node with a transaction coordinator and some partitions on a simulated disk, applications that
/// write in transactions, die, come back and leave zombies behind, and a reader who checks that
/// each transaction is wholly there or not at all.
@NullMarked
package io.tidepost.sim.transaction;

import org.jspecify.annotations.NullMarked;
