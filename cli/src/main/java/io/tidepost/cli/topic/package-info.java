/// `tidepost topic …`: one class per verb.
@NullMarked
package io.tidepost.cli.topic;

import org.jspecify.annotations.NullMarked;
