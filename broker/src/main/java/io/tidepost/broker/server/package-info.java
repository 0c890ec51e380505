/// The broker as a whole: start, services that handlers use, stop.
@NullMarked
package io.tidepost.broker.server;

import org.jspecify.annotations.NullMarked;
