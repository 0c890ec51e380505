package io.tidepost.broker.security;

import io.tidepost.broker.net.ConnectionInfo;
import org.jspecify.annotations.Nullable;

/// Somebody said who they are, and was believed or not.
///
/// @param connection where
/// @param mechanism the SASL mechanism, or `TLS`
/// @param principal who they are, or claim to be where such a user exists; `null` otherwise: people
///   type their password where their name belongs
/// @param again whether the connection was authenticated before (KIP-368)
/// @param allowed whether they were believed
public record Login(
    ConnectionInfo connection,
    String mechanism,
    @Nullable String principal,
    boolean again,
    boolean allowed) {}
