/// PLAIN: a name and a password (RFC 4616), as JAAS configures them or SCRAM keeps them.
@NullMarked
package io.tidepost.broker.security.plain;

import org.jspecify.annotations.NullMarked;
