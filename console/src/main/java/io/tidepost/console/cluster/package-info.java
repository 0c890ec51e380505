/// What the cluster answers, as the pages need it.
@NullMarked
package io.tidepost.console.cluster;

import org.jspecify.annotations.NullMarked;
