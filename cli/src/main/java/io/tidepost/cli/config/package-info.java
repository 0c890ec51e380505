/// `tidepost config …`: options of topics and brokers.
@NullMarked
package io.tidepost.cli.config;

import org.jspecify.annotations.NullMarked;
