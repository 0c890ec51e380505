/// One handler per API of the protocol. A handler receives the decoded request, asks the cores, and
/// gives one reply, at once or later.
@NullMarked
package io.tidepost.broker.api;

import org.jspecify.annotations.NullMarked;
