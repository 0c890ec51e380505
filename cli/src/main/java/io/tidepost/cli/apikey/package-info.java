/// `tidepost api-key`: users with a generated name and secret, who may do what their role says.
@NullMarked
package io.tidepost.cli.apikey;

import org.jspecify.annotations.NullMarked;
