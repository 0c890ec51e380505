/// A small job on Apache Flink.
@NullMarked
package io.tidepost.application.flink;

import org.jspecify.annotations.NullMarked;
