/// Tidepost and Apache Kafka measured side by side on one machine: alternating runs, medians,
/// ratios, one table.
///
/// `load` makes the load with as little work of its own as it can (requests are encoded before the
/// clock starts), `scenario` holds one class per thing that is measured. `bench/run` is the way in.
@NullMarked
package io.tidepost.bench;

import org.jspecify.annotations.NullMarked;
