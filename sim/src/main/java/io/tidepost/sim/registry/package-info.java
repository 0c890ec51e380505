/// The schema registry on several nodes: its middle as it is, the topic it writes to and the shell
/// around it as models.
@NullMarked
package io.tidepost.sim.registry;

import org.jspecify.annotations.NullMarked;
