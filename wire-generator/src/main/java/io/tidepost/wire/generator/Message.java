package io.tidepost.wire.generator;

import java.util.List;

/// One definition file.
///
/// @param name the message's
/// @param kind `request`, `response`, `header`, `data`, `metadata`, `coordinator-key`,
///   `coordinator-value`
/// @param apiKey the API's or record type's number, -1 when it has none
/// @param versions valid versions; empty for an API that Kafka has removed
/// @param flexible versions with compact lengths and tagged fields
/// @param latestVersionUnstable whether the newest version is not served by default
/// @param body the message itself
/// @param nested every structure inside, each once
/// @param about comments in the definition, one line each
record Message(
    String name,
    String kind,
    int apiKey,
    VersionRange versions,
    VersionRange flexible,
    boolean latestVersionUnstable,
    Struct body,
    List<Struct> nested,
    List<String> about) {

  /// Number of the first API that is Tidepost's own, far from Kafka's.
  static final int FIRST_OWN_API = 10_000;

  /// Whether it is Tidepost's own and not Kafka's.
  boolean isOwn() {
    return apiKey >= FIRST_OWN_API;
  }

  /// @throws IllegalArgumentException when the definition does not contain it
  Struct struct(String wanted) {
    return nested.stream()
        .filter(struct -> struct.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + ": no structure " + wanted));
  }

  /// Versions that code of `struct` can see.
  VersionRange possible(Struct struct) {
    return struct == body ? versions : versions.intersect(struct.versions());
  }
}
