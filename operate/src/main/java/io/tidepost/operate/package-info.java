/// What the command line and the console both do to a cluster, written once: it speaks the wire
/// through kafka-clients, with the rights of whose client it is given, and prints nothing.
@NullMarked
package io.tidepost.operate;

import org.jspecify.annotations.NullMarked;
