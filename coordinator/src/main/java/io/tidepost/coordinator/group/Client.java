package io.tidepost.coordinator.group;

/// Who sent a request.
///
/// @param clientId what it calls itself, may be empty
/// @param clientHost where it connects from, in Kafka's form `/address`
/// @param apiVersion version of the request
public record Client(String clientId, String clientHost, short apiVersion) {}
