package io.tidepost.quorum;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/// How voters encrypt what they say to each other: both sides show certificates.
///
/// @param key this node's own
/// @param trust whom to believe
public record RatisTls(KeyManager key, TrustManager trust) {}
