package io.tidepost.broker.storage;

import io.tidepost.broker.net.Loop;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The owner loops of one broker. Any thread.
final class OwnerLoops {

  private final List<OwnerLoop> all;
  private final Supplier<@Nullable Loop> current;

  /// @param all in the order of their loops' numbers
  /// @param current answers with the event loop that its caller runs on
  OwnerLoops(List<OwnerLoop> all, Supplier<@Nullable Loop> current) {
    this.all = List.copyOf(all);
    this.current = current;
  }

  List<OwnerLoop> all() {
    return all;
  }

  /// The one that the caller runs on; `null` when it runs on none of these.
  @Nullable OwnerLoop current() {
    Loop loop = current.get();
    if (loop == null || loop.index() >= all.size()) {
      return null;
    }
    OwnerLoop owner = all.get(loop.index());
    return owner.loop() == loop ? owner : null;
  }
}
