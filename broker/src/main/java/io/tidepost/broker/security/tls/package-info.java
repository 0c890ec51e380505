/// TLS of the listeners: keys and certificates, contexts that can be replaced while connections
/// live, and the names that certificates stand for.
@NullMarked
package io.tidepost.broker.security.tls;

import org.jspecify.annotations.NullMarked;
