/// Tests of names, keys and contexts.
@NullMarked
package io.tidepost.broker.security.tls;

import org.jspecify.annotations.NullMarked;
