@NullMarked
package io.tidepost.registry.store;

import org.jspecify.annotations.NullMarked;
