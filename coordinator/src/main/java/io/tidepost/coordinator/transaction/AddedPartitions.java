package io.tidepost.coordinator.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Requests that came while partitions of the same transaction were already being added: they are
/// taken together into the next write, so that a producer that begins on many partitions at once
/// pays for two writes and not for one each.
final class AddedPartitions {

  private boolean writing;

  /// Partitions of writes that were given up on but may still be committed. Each later record must
  /// name them too; one too many does no harm.
  private final Set<TopicPartition> uncertain = new LinkedHashSet<>();

  private List<AddPartitions> waiting = new ArrayList<>(2);

  boolean isWriting() {
    return writing;
  }

  void writing(boolean value) {
    writing = value;
  }

  Set<TopicPartition> uncertain() {
    return uncertain;
  }

  void add(AddPartitions command) {
    waiting.add(command);
  }

  /// Takes those that wait.
  List<AddPartitions> take() {
    List<AddPartitions> taken = waiting;
    waiting = new ArrayList<>(2);
    return taken;
  }

  void refuse(ErrorCode error, Turn<TransactionCoordinatorShard> turn) {
    take().forEach(command -> command.refuse(error, turn));
  }
}
