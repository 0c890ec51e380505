@NullMarked
package io.tidepost.registry.contract;

import org.jspecify.annotations.NullMarked;
