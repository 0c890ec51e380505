/// Who is there: the security of each listener, put together from TLS and SASL.
@NullMarked
package io.tidepost.broker.security;

import org.jspecify.annotations.NullMarked;
