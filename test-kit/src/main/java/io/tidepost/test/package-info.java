/// The broker inside a test, of one node or several, in memory. [io.tidepost.test.Tidepost] for any
/// test framework, [io.tidepost.test.TidepostExtension] for JUnit.
@NullMarked
package io.tidepost.test;

import org.jspecify.annotations.NullMarked;
