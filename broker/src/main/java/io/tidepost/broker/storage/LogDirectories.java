package io.tidepost.broker.storage;

import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.metadata.image.Partition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The entries of `log.dirs`, and which of them takes what. Any thread.
final class LogDirectories {

  private static final Log LOG = Log.of(LogDirectories.class);

  private final List<StorageDirectory> all = new CopyOnWriteArrayList<>();
  private final Set<Uuid> missing = ConcurrentHashMap.newKeySet();

  void add(StorageDirectory directory) {
    all.add(directory);
  }

  /// All of them, in the order of `log.dirs`.
  List<StorageDirectory> all() {
    return all;
  }

  /// Why a partition that is not found must not be created: it may lie in a directory that cannot
  /// be seen, and an empty one in its place would hide its records for good.
  ///
  /// @return `null` when it may
  @Nullable String whyNotCreated(Placement placement) {
    if (placement.isNew() || !placement.counts()) {
      return null;
    }
    if (!placement.isUnassigned() && online(placement.assigned()) == null) {
      return "the metadata has it in the log directory with the id "
          + placement.assigned()
          + ", which is none of those that can be used";
    }
    if (!missing.isEmpty()) {
      return "it is not in "
          + placement.assigned()
          + ", and log directories are missing: "
          + missing;
    }
    return placement.isUnassigned() && mayBeElsewhere()
        ? "it is in none of the log directories that can be used, and one of log.dirs has failed or"
            + " is empty"
        : null;
  }

  /// The directory with this id; `null` when it is not there or has failed.
  @Nullable StorageDirectory online(Uuid id) {
    return Partition.isReserved(id)
        ? null
        : all.stream()
            .filter(directory -> directory.id().equals(id) && !directory.isOffline())
            .findFirst()
            .orElse(null);
  }

  private boolean mayBeElsewhere() {
    long blank = all.stream().filter(d -> d.isOffline() || d.files().isBlank()).count();
    boolean failed = all.stream().anyMatch(StorageDirectory::isOffline);
    return failed || (blank > 0 && blank < all.size());
  }

  /// Notes which of the directories that the metadata knows cannot be used, and says so.
  ///
  /// @param known number of this broker's replicas by id of their directory
  void noteMissing(Map<Uuid, Integer> known) {
    known.forEach((id, replicas) -> {
      if (!Partition.isReserved(id) && online(id) == null) {
        missing.add(id);
        if (replicas > 0) {
          LOG.error(
              "the log directory with the id {}, in which the metadata has {} partitions, is none"
                  + " of log.dirs that can be used (is its disk mounted?)",
              id,
              replicas);
        }
      }
    });
  }

  /// The directory itself, or the one with the fewest partitions; counts the partition that is
  /// about to be opened there, so that those opened at the same time are spread.
  synchronized @Nullable StorageDirectory reserve(@Nullable StorageDirectory known) {
    StorageDirectory directory = known == null ? fewestPartitions() : known;
    if (directory != null && !directory.isOffline()) {
      directory.partitions().incrementAndGet();
    }
    return directory;
  }

  private @Nullable StorageDirectory fewestPartitions() {
    return all.stream()
        .filter(directory -> !directory.isOffline())
        .min((a, b) -> Integer.compare(a.partitions().get(), b.partitions().get()))
        .orElse(null);
  }
}
