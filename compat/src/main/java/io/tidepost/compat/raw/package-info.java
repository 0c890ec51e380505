/// Requests as bytes on a socket, without a client's good manners: for load that costs its sender
/// little, and for bad input.
@NullMarked
package io.tidepost.compat.raw;

import org.jspecify.annotations.NullMarked;
