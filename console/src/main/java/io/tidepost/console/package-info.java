/// The web console: what one needs to see and do, as pages that this process renders. It speaks to
/// the cluster as any client does.
@NullMarked
package io.tidepost.console;

import org.jspecify.annotations.NullMarked;
