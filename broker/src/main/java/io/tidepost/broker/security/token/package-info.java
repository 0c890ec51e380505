/// Delegation tokens (KIP-48): what they are worth while they last.
@NullMarked
package io.tidepost.broker.security.token;

import org.jspecify.annotations.NullMarked;
