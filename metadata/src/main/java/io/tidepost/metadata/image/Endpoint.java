package io.tidepost.metadata.image;

/// Where a broker or controller can be reached.
///
/// @param listener name of the listener
/// @param host advertised host name or address
/// @param port TCP port, 0 to 65535
/// @param securityProtocol Kafka's number: 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL
public record Endpoint(String listener, String host, int port, short securityProtocol) {}
