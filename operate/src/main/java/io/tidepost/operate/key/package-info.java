/// API keys: users with a secret nobody chose, and the access control entries of a role.
@NullMarked
package io.tidepost.operate.key;

import org.jspecify.annotations.NullMarked;
