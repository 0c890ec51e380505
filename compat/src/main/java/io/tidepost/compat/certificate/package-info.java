/// Keys and certificates for tests, made by the JDK's `keytool`.
@NullMarked
package io.tidepost.compat.certificate;

import org.jspecify.annotations.NullMarked;
