/// SASL on the wire: the gate before a connection's requests, and what a mechanism has to offer.
@NullMarked
package io.tidepost.broker.security.sasl;

import org.jspecify.annotations.NullMarked;
