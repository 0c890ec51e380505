/// Tests of client quotas.
@NullMarked
package io.tidepost.broker.quota;

import org.jspecify.annotations.NullMarked;
