package io.tidepost.cli.desired;

import java.util.List;

/// One step from what is to what should be.
///
/// @param section of the file, such as `topics`
/// @param name of the resource
/// @param verb what is done to it
/// @param lines key by key, such as `retention.ms: 604800000 → 172800000`
/// @param warnings what follows from it
/// @param work does it
record Change(
    String section, String name, Verb verb, List<String> lines, List<String> warnings, Work work) {

  /// What is done.
  enum Verb {
    CREATE("+"),
    UPDATE("~"),
    DELETE("-");

    final String sign;

    Verb(String sign) {
      this.sign = sign;
    }
  }

  /// Does a step.
  interface Work {
    void run(Cluster cluster) throws Exception;
  }

  /// As in `topics/orders`.
  String id() {
    return section + "/" + name;
  }
}
