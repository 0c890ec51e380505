/// `tidepost group …`: one class per verb.
@NullMarked
package io.tidepost.cli.group;

import org.jspecify.annotations.NullMarked;
