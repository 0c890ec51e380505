/// `tidepost user`: who may log in with a password that the cluster keeps.
@NullMarked
package io.tidepost.cli.user;

import org.jspecify.annotations.NullMarked;
