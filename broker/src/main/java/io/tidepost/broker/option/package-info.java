/// The broker's options, each declared once, and what a start makes of them.
@NullMarked
package io.tidepost.broker.option;

import org.jspecify.annotations.NullMarked;
