package io.tidepost.registry.decide;

import io.tidepost.registry.store.PendingState;
import io.tidepost.registry.store.RecordFormat;
import io.tidepost.registry.store.RegistryImage;
import io.tidepost.registry.store.RegistryRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands that are decided one after the other and made durable as one: each sees what those
/// before it are about to change, and is refused by itself.
///
/// Nothing of it may be told to anybody before its records are durable; what is refused may be
/// refused for what is written with it.
public final class Round {

  /// What came of a command.
  ///
  /// @param result of a command that is not refused
  /// @param refusal why it is refused, or what went wrong in it; `null` when neither
  public record Outcome<R>(@Nullable R result, @Nullable Exception refusal) {}

  /// Bytes that a record may have: fewer than a topic takes by default.
  private static final int RECORD_BYTES_MAX = 1_000_000;

  private final PendingState pending;
  private final RegistryView view;
  private final List<RegistryRecord> records = new ArrayList<>();
  private final List<Outcome<?>> outcomes = new ArrayList<>();

  /// @param durable what everybody may know; it does not change in a way that matters while this is
  ///   decided, because whoever changes it keeps this from being written
  public Round(RegistryImage durable, ParsedCache cache) {
    this.pending = new PendingState(durable);
    this.view = new RegistryView(pending, cache);
  }

  /// Decides about one more command.
  public void add(Command<?> command) {
    outcomes.add(outcome(command));
  }

  private <R> Outcome<R> outcome(Command<R> command) {
    try {
      Decision<R> decision = command.decide(view);
      for (RegistryRecord record : decision.records()) {
        checkSize(record);
      }
      for (RegistryRecord record : decision.records()) {
        pending.apply(record);
        records.add(record);
      }
      return new Outcome<>(decision.result(), null);
    } catch (RegistryException | RuntimeException e) {
      return new Outcome<>(null, e);
    }
  }

  /// What the log would not take must not take down what is written with it.
  private static void checkSize(RegistryRecord record) throws RegistryException {
    if (RecordFormat.size(record) > RECORD_BYTES_MAX) {
      throw RegistryException.tooLarge();
    }
  }

  /// What has to be durable before anybody is answered.
  public List<RegistryRecord> records() {
    return records;
  }

  /// What came of each command, in their order.
  public List<Outcome<?>> outcomes() {
    return outcomes;
  }
}
