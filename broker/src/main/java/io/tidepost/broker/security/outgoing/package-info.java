/// How this node shows to other nodes who it is, and how it makes sure who they are.
@NullMarked
package io.tidepost.broker.security.outgoing;

import org.jspecify.annotations.NullMarked;
