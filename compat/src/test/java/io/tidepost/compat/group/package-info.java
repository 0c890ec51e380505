/// Consumer groups, as their members and their administrators see them.
@NullMarked
package io.tidepost.compat.group;

import org.jspecify.annotations.NullMarked;
