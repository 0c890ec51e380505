/// A node with a group coordinator and a transaction coordinator on a simulated disk, and everybody
/// who is in its groups: members of the classic and the consumer protocol, in one group and on
/// their way from one to the other, instances of Kafka Streams, and applications that consume,
/// transform and produce in transactions. They die, stall, lose answers and come back; so does the
/// node.
@NullMarked
package io.tidepost.sim.group;

import org.jspecify.annotations.NullMarked;
