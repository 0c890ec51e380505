/// What a node's figures are at one moment, gathered when somebody asks: on the loops that own
/// them, a few partitions at a time so that no loop is held up.
@NullMarked
package io.tidepost.monitor.figures;

import org.jspecify.annotations.NullMarked;
