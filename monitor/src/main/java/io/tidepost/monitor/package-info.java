/// What machines ask a node: is it alive, is it ready, what are its figures. Reads the broker,
/// never changes it, and costs nothing until somebody asks.
@NullMarked
package io.tidepost.monitor;

import org.jspecify.annotations.NullMarked;
