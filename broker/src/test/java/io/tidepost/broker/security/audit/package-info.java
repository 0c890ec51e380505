/// Tests of the audit log.
@NullMarked
package io.tidepost.broker.security.audit;

import org.jspecify.annotations.NullMarked;
