package io.tidepost.console;

import io.tidepost.console.cluster.Entrance;
import io.tidepost.console.fact.ClusterFacts;
import java.net.URI;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// What a console is told about where it is.
///
/// @param entrance by which people come to the cluster
/// @param registry tells where schemas are; `null` when nowhere
/// @param registryTrust whom to believe that they are this registry, where it speaks TLS
/// @param facts what only the nodes know
/// @param local whether only this machine can reach the console: then pages of other sites that
///   name it by a host of theirs are refused (DNS rebinding)
public record ConsoleSettings(
    Entrance entrance,
    Supplier<@Nullable URI> registry,
    Supplier<@Nullable SSLContext> registryTrust,
    ClusterFacts facts,
    boolean local) {}
