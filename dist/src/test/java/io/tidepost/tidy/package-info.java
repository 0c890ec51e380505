/// The tidy test: reads our own sources, pages and class files and holds what neither Maven nor the
/// compiler can see. Each class checks one kind of thing, and each message says how to mend it.
@NullMarked
package io.tidepost.tidy;

import org.jspecify.annotations.NullMarked;
