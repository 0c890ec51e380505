/// The group coordinator in a whole node.
@NullMarked
package io.tidepost.broker.group;

import org.jspecify.annotations.NullMarked;
