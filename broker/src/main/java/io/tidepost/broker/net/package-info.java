/// Sockets and event loops: listeners, connections, frames, and the order of replies.
@NullMarked
package io.tidepost.broker.net;

import org.jspecify.annotations.NullMarked;
