/// Tests of the generator.
@NullMarked
package io.tidepost.wire.generator;

import org.jspecify.annotations.NullMarked;
