/// Client quotas, set with Kafka's tools and obeyed by its clients.
@NullMarked
package io.tidepost.compat.quota;

import org.jspecify.annotations.NullMarked;
