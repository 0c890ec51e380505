/// What a partition knows about its idempotent and transactional producers (KIP-98).
@NullMarked
package io.tidepost.log.producer;

import org.jspecify.annotations.NullMarked;
