/// Listeners with TLS and SASL, as real clients use them.
@NullMarked
package io.tidepost.compat.security;

import org.jspecify.annotations.NullMarked;
