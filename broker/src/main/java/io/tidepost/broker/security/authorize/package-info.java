/// Who may do what: the seam that every handler asks, and those who decide behind it.
@NullMarked
package io.tidepost.broker.security.authorize;

import org.jspecify.annotations.NullMarked;
