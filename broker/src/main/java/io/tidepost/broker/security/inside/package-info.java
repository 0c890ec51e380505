/// The way by which clients that live in this process come to its broker, and who they act for.
@NullMarked
package io.tidepost.broker.security.inside;

import org.jspecify.annotations.NullMarked;
