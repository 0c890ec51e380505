/// Tests of who gets in.
@NullMarked
package io.tidepost.broker.security.scram;

import org.jspecify.annotations.NullMarked;
