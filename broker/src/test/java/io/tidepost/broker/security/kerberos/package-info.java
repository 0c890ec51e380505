/// Logins by Kerberos, with a key distribution centre of the tests' own.
@NullMarked
package io.tidepost.broker.security.kerberos;

import org.jspecify.annotations.NullMarked;
