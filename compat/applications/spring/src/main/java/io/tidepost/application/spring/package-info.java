/// A small application on Spring for Apache Kafka.
@NullMarked
package io.tidepost.application.spring;

import org.jspecify.annotations.NullMarked;
