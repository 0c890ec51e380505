/// How long producers of a cluster go without an acknowledgement when one of its nodes fails.
@NullMarked
package io.tidepost.bench.outage;

import org.jspecify.annotations.NullMarked;
