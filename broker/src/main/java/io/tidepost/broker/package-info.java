/// The shell of a broker: event loops and sockets, options, log directories, one handler per API.
/// It owns threads, clocks and files, and asks the cores for every decision.
@NullMarked
package io.tidepost.broker;

import org.jspecify.annotations.NullMarked;
