/// What is measured: each class starts a server, loads it and answers with figures.
@NullMarked
package io.tidepost.bench.scenario;

import org.jspecify.annotations.NullMarked;
