@NullMarked
package io.tidepost.broker.contract;

import org.jspecify.annotations.NullMarked;
