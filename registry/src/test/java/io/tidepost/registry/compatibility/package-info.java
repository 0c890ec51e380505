@NullMarked
package io.tidepost.registry.compatibility;

import org.jspecify.annotations.NullMarked;
