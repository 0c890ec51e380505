/// `tidepost quota`: bounds for what users, client ids and addresses may use.
@NullMarked
package io.tidepost.cli.quota;

import org.jspecify.annotations.NullMarked;
