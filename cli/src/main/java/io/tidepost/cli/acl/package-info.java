/// `tidepost acl`: who may do what.
@NullMarked
package io.tidepost.cli.acl;

import org.jspecify.annotations.NullMarked;
