package io.tidepost.broker.storage;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.quota.ByteThrottle;
import io.tidepost.wire.ErrorCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The partitions that are on their way to another log directory of this node. Any thread.
public final class ReplicaMoves {

  private static final int NAME_MAX = 255;

  /// What `.<unique>-future` adds to a partition's name.
  private static final int FUTURE_LENGTH = 40;

  private final LogManager logs;
  private final Map<TopicPartition, ReplicaMove> moves = new ConcurrentHashMap<>();
  private final Map<TopicPartition, StorageDirectory> preferred = new ConcurrentHashMap<>();

  private volatile @Nullable ByteThrottle throttle;
  private volatile Supplier<@Nullable Long> bytesPerSecond = () -> null;

  ReplicaMoves(LogManager logs) {
    this.logs = logs;
  }

  /// Bounds how fast all moves together copy.
  ///
  /// @param bound bytes per second; `null` for no bound
  public void throttle(ByteThrottle by, Supplier<@Nullable Long> bound) {
    bytesPerSecond = bound;
    throttle = by;
  }

  /// How long a move has to wait before it copies more.
  long pauseMillis() {
    ByteThrottle by = throttle;
    Long bound = by == null ? null : bytesPerSecond.get();
    return by == null || bound == null
        ? 0
        : by.pauseMillis(bound, OwnerLoop.monotonicMillis(logs.clock()));
  }

  /// A move has copied so much.
  void copied(long bytes) {
    ByteThrottle by = throttle;
    if (by != null) {
      by.passed(bytes, OwnerLoop.monotonicMillis(logs.clock()));
    }
  }

  /// A move as DescribeLogDirs shows it.
  ///
  /// @param partition that is moved
  /// @param target where it goes
  /// @param copiedTo the offset up to which it is there
  /// @param copiedBytes size of what is there
  public record Moving(
      HostedPartition partition, StorageDirectory target, long copiedTo, long copiedBytes) {}

  /// All moves under way.
  public List<Moving> all() {
    return moves.values().stream()
        .map(move ->
            new Moving(move.partition(), move.target(), move.copiedTo(), move.copiedBytes()))
        .toList();
  }

  /// Moves a partition to a directory, or remembers for a partition that is not here yet where it
  /// is to be created. Returns at once.
  ///
  /// @param path one of `log.dirs`
  public synchronized ErrorCode move(String topic, int number, String path) {
    TopicPartition name = new TopicPartition(topic, number);
    if (name.toString().length() + FUTURE_LENGTH > NAME_MAX) {
      return ErrorCode.INVALID_TOPIC_EXCEPTION;
    }
    StorageDirectory target = directory(path);
    if (target == null) {
      return ErrorCode.LOG_DIR_NOT_FOUND;
    }
    if (target.isOffline() || logs.partitions().isOffline(topic, number)) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    ReplicaMove running = moves.get(name);
    if (running != null && running.target() != target) {
      running.cancel();
    }
    HostedPartition partition = logs.partitions().findReplica(topic, number);
    if (partition == null) {
      preferred.put(name, target);
      return ErrorCode.REPLICA_NOT_AVAILABLE;
    }
    if (partition.directory() == target || (running != null && running.target() == target)) {
      return ErrorCode.NONE;
    }
    if (logs.directories().stream().anyMatch(StorageDirectory::isOffline)) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    begin(name, partition, target);
    return ErrorCode.NONE;
  }

  private void begin(TopicPartition name, HostedPartition partition, StorageDirectory target) {
    ReplicaMove[] self = new ReplicaMove[1];
    ReplicaMove move = new ReplicaMove(logs, partition, target, () -> moves.remove(name, self[0]));
    self[0] = move;
    moves.put(name, move);
    move.start();
  }

  private @Nullable StorageDirectory directory(String text) {
    Path path;
    try {
      path = Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return null; // not a path at all, so none of ours
    }
    for (StorageDirectory directory : logs.directories()) {
      if (directory.path().toAbsolutePath().equals(path)
          || directory.path().toString().equals(text)) {
        return directory;
      }
    }
    return null;
  }

  /// Where a new partition is to be created, if somebody said so.
  @Nullable StorageDirectory takePreferred(TopicPartition name) {
    StorageDirectory directory = preferred.remove(name);
    return directory == null || directory.isOffline() ? null : directory;
  }
}
