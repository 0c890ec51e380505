/// Client quotas at work: how much was used, and who has to pause for how long.
@NullMarked
package io.tidepost.broker.quota;

import org.jspecify.annotations.NullMarked;
