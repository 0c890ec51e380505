/// People and programs that come by other ways than Kafka's protocol and say who they are with what
/// they have for the brokers: passwords, API keys, tokens.
@NullMarked
package io.tidepost.broker.security.visitor;

import org.jspecify.annotations.NullMarked;
