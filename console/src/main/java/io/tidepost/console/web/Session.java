package io.tidepost.console.web;

import io.tidepost.console.cluster.ClusterClient;
import java.util.concurrent.atomic.AtomicReference;

/// Somebody who has the console open, and what they may do: their clients bring their own name and
/// password, so that the cluster decides.
///
/// @param token that forms bring back, so that a form of another site is told from ours
/// @param user name they logged in by; empty when nobody has to
/// @param notice what was just done, until a page has shown it
public record Session(
    String token, String user, ClusterClient client, AtomicReference<String> notice) {}
