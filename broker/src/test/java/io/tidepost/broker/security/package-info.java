/// Tests of who gets in.
@NullMarked
package io.tidepost.broker.security;

import org.jspecify.annotations.NullMarked;
