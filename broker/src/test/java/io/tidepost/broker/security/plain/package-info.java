/// Tests of who gets in.
@NullMarked
package io.tidepost.broker.security.plain;

import org.jspecify.annotations.NullMarked;
