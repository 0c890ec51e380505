/// Frameworks and platforms that stand on Kafka, used as their users use them.
@NullMarked
package io.tidepost.compat.application;

import org.jspecify.annotations.NullMarked;
