/// What the registry answers and which records it writes: decided on a state, without touching it.
@NullMarked
package io.tidepost.registry.decide;

import org.jspecify.annotations.NullMarked;
