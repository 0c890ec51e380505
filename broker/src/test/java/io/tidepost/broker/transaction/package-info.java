/// Tests of transactions against a whole node in this process.
@NullMarked
package io.tidepost.broker.transaction;

import org.jspecify.annotations.NullMarked;
