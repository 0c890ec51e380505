/// What the schema registry costs.
@NullMarked
package io.tidepost.bench.registry;

import org.jspecify.annotations.NullMarked;
