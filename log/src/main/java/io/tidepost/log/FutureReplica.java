package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A copy of a partition in another log directory that is to take its place: a directory named
/// `<topic>-<partition>.<unique>-future`, as Apache Kafka names it.
///
/// The exchange is three durable steps: the file [#COMPLETE] is put into the copy, the old
/// directory is renamed to `-delete`, the copy is renamed to the partition's name. Nothing is
/// appended from the first step to the last. After a crash a copy that is complete and whose
/// partition is nowhere else takes its place; any other is removed.
public final class FutureReplica {

  /// Says that everything is in the copy.
  static final String COMPLETE = "tidepost-complete";

  private static final String SUFFIX = "-future";
  private static final Pattern NAME =
      Pattern.compile("([a-zA-Z0-9._-]+)-(\\d{1,9})\\.[0-9a-f]{32}-future");

  private FutureReplica() {}

  /// Name of the directory of a copy; more than 255 characters cannot be made.
  public static String name(TopicPartition topicPartition, Uuid unique) {
    return "%s.%016x%016x%s"
        .formatted(
            topicPartition, unique.mostSignificantBits(), unique.leastSignificantBits(), SUFFIX);
  }

  /// Which partition's copy a directory is; `null` when its name is another one.
  public static @Nullable TopicPartition partitionOf(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2)))
        : null;
  }

  /// Puts the copy in the place of the original. Both logs are closed and synced. Blocks.
  public static void exchange(Disk disk, Path original, Path copy, Uuid unique) throws IOException {
    disk.replaceAtomically(copy.resolve(COMPLETE), new byte[] {'\n'});
    sync(disk, copy.getParent());
    String old = name(partition(original), unique).replace(SUFFIX, PartitionDeletion.SUFFIX);
    Path removed = original.resolveSibling(old);
    disk.rename(original, removed);
    sync(disk, original.getParent());
    promote(disk, copy, partition(original));
    disk.deleteTree(removed);
  }

  private static TopicPartition partition(Path directory) {
    String name = String.valueOf(directory.getFileName());
    int dash = name.lastIndexOf('-');
    return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
  }

  /// Whether the copy holds everything.
  static boolean isComplete(Disk disk, Path copy) {
    return disk.exists(copy.resolve(COMPLETE));
  }

  /// Gives the copy the partition's name. Blocks.
  static void promote(Disk disk, Path copy, TopicPartition topicPartition) throws IOException {
    Path place = copy.resolveSibling(topicPartition.toString());
    disk.rename(copy, place);
    sync(disk, place.getParent());
    disk.deleteIfExists(place.resolve(COMPLETE));
  }

  /// Removes a copy; before all, and durably, that it is complete. Blocks.
  public static void discard(Disk disk, Path copy, LogEvents events) {
    try {
      if (disk.deleteIfExists(copy.resolve(COMPLETE))) {
        disk.syncDirectory(copy);
      }
      disk.deleteTree(copy);
    } catch (IOException e) {
      TopicPartition partition = partitionOf(String.valueOf(copy.getFileName()));
      events.warning(
          partition == null ? new TopicPartition("", -1) : partition,
          "removing %s failed: %s".formatted(copy, LogState.reason(e)));
    }
  }

  /// Ends what a crash left of exchanges in a directory that was just opened: a complete copy of a
  /// partition that is nowhere else takes its place, any other is removed. Blocks. All directories
  /// have to be open before.
  ///
  /// @param isThere whether a partition is in one of the directories
  /// @return the partitions that took their place
  /// @throws IOException when a copy could not take its place; it stays as it is
  public static List<TopicPartition> settle(
      Disk disk, LogDirectory directory, Predicate<TopicPartition> isThere, LogEvents events)
      throws IOException {
    List<TopicPartition> promoted = new ArrayList<>(0);
    for (Path copy : directory.futures()) {
      TopicPartition name = partitionOf(String.valueOf(copy.getFileName()));
      if (name == null
          || isThere.test(name)
          || promoted.contains(name)
          || !isComplete(disk, copy)) {
        discard(disk, copy, events);
      } else {
        promote(disk, copy, name);
        promoted.add(name);
      }
    }
    return promoted;
  }

  private static void sync(Disk disk, @Nullable Path directory) throws IOException {
    if (directory != null) {
      disk.syncDirectory(directory);
    }
  }
}
