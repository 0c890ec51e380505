/// The audit log: who did what from where, allowed or denied, in a topic.
@NullMarked
package io.tidepost.broker.security.audit;

import org.jspecify.annotations.NullMarked;
