/// The servers under test: Tidepost as a user starts it, and Apache Kafka as the measure of what is
/// right.
@NullMarked
package io.tidepost.compat.server;

import org.jspecify.annotations.NullMarked;
