package io.tidepost.console;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a console is told about where it is.
///
/// @param clients settings of the Kafka clients it uses, without who they are
/// @param mechanism the SASL mechanism that people log in by (`PLAIN`, `SCRAM-SHA-256`,
///   `SCRAM-SHA-512`); `null` when nobody has to say who they are
/// @param registry tells where schemas are; `null` when nowhere
/// @param local whether only this machine can reach the console: then pages of other sites that
///   name it by a host of theirs are refused (DNS rebinding)
public record ConsoleSettings(
    Map<String, Object> clients,
    @Nullable String mechanism,
    Supplier<@Nullable URI> registry,
    boolean local) {}
