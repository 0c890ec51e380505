package io.tidepost.cli.doctor;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/// What a start would do, as far as it can be told from the configuration.
///
/// @param complaints why the configuration is refused; with any, the rest is empty
/// @param notices what a start would say about the configuration
/// @param nodeId `node.id`
/// @param listeners addresses to be bound, unresolved; an empty host stands for all
/// @param logDirs directories of the partitions and of the metadata log
public record StartPlan(
    List<String> complaints,
    List<String> notices,
    int nodeId,
    List<InetSocketAddress> listeners,
    List<Path> logDirs) {

  /// A configuration that cannot be used.
  public static StartPlan refused(List<String> complaints) {
    return new StartPlan(complaints, List.of(), -1, List.of(), List.of());
  }
}
