package io.tidepost.http;

import java.nio.channels.ServerSocketChannel;

/// A port that is bound and not yet served.
///
/// @param secure whether it is to speak TLS
public record BoundPort(ServerSocketChannel channel, boolean secure) {}
