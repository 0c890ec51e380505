/// Client quotas: whose requests are limited to what.
@NullMarked
package io.tidepost.metadata.quota;

import org.jspecify.annotations.NullMarked;
