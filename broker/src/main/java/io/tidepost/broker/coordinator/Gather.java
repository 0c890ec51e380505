package io.tidepost.broker.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/// Waits for several answers that come from several loops. Any thread.
///
/// @param <T> one answer
public final class Gather<T> {

  private final AtomicReferenceArray<T> answers;
  private final AtomicInteger missing;
  private final Consumer<List<T>> complete;

  /// @param count how many answers there will be; with 0 `complete` is called at once
  /// @param complete gets all answers, in the order of their numbers, on the thread of the last one
  public Gather(int count, Consumer<List<T>> complete) {
    this.answers = new AtomicReferenceArray<>(count);
    this.missing = new AtomicInteger(count);
    this.complete = complete;
    if (count == 0) {
      complete.accept(List.of());
    }
  }

  /// Takes an answer.
  ///
  /// @param number which one, from 0; each once
  public void arrived(int number, T answer) {
    answers.set(number, answer);
    if (missing.decrementAndGet() == 0) {
      List<T> all = new ArrayList<>(answers.length());
      for (int i = 0; i < answers.length(); i++) {
        all.add(answers.get(i));
      }
      complete.accept(all);
    }
  }
}
