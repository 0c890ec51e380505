/// Profiles: clusters by name, kept in a file of the user's, and `tidepost profile`.
@NullMarked
package io.tidepost.cli.profile;

import org.jspecify.annotations.NullMarked;
