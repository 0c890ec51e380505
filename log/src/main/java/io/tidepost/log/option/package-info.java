/// The topic options, each declared once, and how they become a [io.tidepost.log.LogConfig].
@NullMarked
package io.tidepost.log.option;

import org.jspecify.annotations.NullMarked;
