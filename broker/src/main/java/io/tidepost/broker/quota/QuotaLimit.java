package io.tidepost.broker.quota;

/// A quota that counts for a client.
///
/// @param bound in the quota's unit
/// @param sharedBy what all that share it have in common; has `equals`
public record QuotaLimit(double bound, Object sharedBy) {}
