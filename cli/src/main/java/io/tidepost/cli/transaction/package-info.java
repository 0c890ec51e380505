/// `tidepost transaction`: what producers have open, and how to end what nobody ends.
@NullMarked
package io.tidepost.cli.transaction;

import org.jspecify.annotations.NullMarked;
