package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Requests that came while the markers of the transaction before are being written. Kafka tells
/// them CONCURRENT_TRANSACTIONS and has them come back; here they wait for a moment first, which
/// nearly always is enough.
final class ParkedCommands {

  /// Longest wait.
  static final long WAIT_MILLIS = 1000;

  /// Most requests that wait for one transactional id.
  static final int COUNT_MAX = 64;

  private final Map<String, List<Command<TransactionCoordinatorShard>>> parked = new HashMap<>();

  void park(Command<TransactionCoordinatorShard> command, Turn<TransactionCoordinatorShard> turn) {
    String id = command.key();
    List<Command<TransactionCoordinatorShard>> waiting =
        parked.computeIfAbsent(id, key -> new ArrayList<>(2));
    if (waiting.size() >= COUNT_MAX) {
      command.refuse(ErrorCode.CONCURRENT_TRANSACTIONS, turn);
      return;
    }
    waiting.add(command);
    if (waiting.size() == 1) {
      turn.setTimer(timer(id), WAIT_MILLIS, new WaitOver(id));
    }
  }

  /// Lets everybody go on who waited for this id.
  void release(String id, Turn<TransactionCoordinatorShard> turn) {
    List<Command<TransactionCoordinatorShard>> waiting = parked.remove(id);
    if (waiting != null) {
      turn.cancelTimer(timer(id));
      waiting.forEach(turn::submit);
    }
  }

  private void refuse(String id, ErrorCode error, Turn<TransactionCoordinatorShard> turn) {
    List<Command<TransactionCoordinatorShard>> waiting = parked.remove(id);
    if (waiting != null) {
      waiting.forEach(command -> command.refuse(error, turn));
    }
  }

  void refuseAll(ErrorCode error, Turn<TransactionCoordinatorShard> turn) {
    for (String id : List.copyOf(parked.keySet())) {
      refuse(id, error, turn);
    }
  }

  private static TimerKey timer(String id) {
    return new TimerKey("parked", id, "");
  }

  /// Time is up for everybody who waits for one id. It is about the shard as a whole, so that it is
  /// not made to wait itself.
  private record WaitOver(String id) implements InternalCommand<TransactionCoordinatorShard> {

    @Override
    public String key() {
      return "";
    }

    @Override
    public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
      shard.parked().refuse(id, ErrorCode.CONCURRENT_TRANSACTIONS, turn);
    }
  }
}
