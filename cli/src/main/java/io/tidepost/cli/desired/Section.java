package io.tidepost.cli.desired;

import io.tidepost.cli.yaml.Item;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One kind of resource: how it is written in a file, how it is seen in a cluster, and the steps
/// from one to the other.
///
/// @param <T> what a file says of one resource
interface Section<T> {

  /// The file's field.
  String name();

  /// Reads the field. Faults are noted.
  ///
  /// @return the resources by their names
  Map<String, T> read(Item item);

  /// What is in the cluster.
  ///
  /// @param names those that are wanted; `null` for all
  Map<String, T> actual(Cluster cluster, @Nullable Set<String> names) throws Exception;

  /// The steps for one resource; none when all is as it should be.
  ///
  /// @param actual `null` when it is not there
  /// @param removals whether what the file does not name may go
  List<Change> steps(Cluster cluster, String name, T wanted, @Nullable T actual, boolean removals)
      throws Exception;

  /// What is there beside what the file says, and stays without leave to remove it, in words.
  List<String> leftAlone(String name, T wanted, @Nullable T actual);

  /// The step that takes a resource away.
  Change removal(Cluster cluster, String name, T actual) throws Exception;

  /// As it is written in a file: a tree of maps, lists and values.
  Object written(String name, T resource);

  /// Whether the file has a list and not a mapping by name.
  default boolean list() {
    return false;
  }
}
