/// SCRAM: the mechanism of RFC 5802 with the credentials that the metadata keeps.
@NullMarked
package io.tidepost.broker.security.scram;

import org.jspecify.annotations.NullMarked;
