package io.tidepost.monitor.prometheus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// Chooses those that something happened to since it last chose. One thread.
///
/// @param <T> what it chooses among
final class Busiest<T> {

  private record Candidate<T>(T what, boolean troubled, long happened) {}

  private final Function<T, Object> key;
  private final ToLongFunction<T> total;
  private final Predicate<T> troubled;
  private Map<Object, Long> before = Map.of();

  /// @param key what it is known by the next time
  /// @param total only grows when something happens
  /// @param troubled those that are chosen before all others
  Busiest(Function<T, Object> key, ToLongFunction<T> total, Predicate<T> troubled) {
    this.key = key;
    this.total = total;
    this.troubled = troubled;
  }

  /// @param max how many are chosen at most
  List<T> choose(Collection<T> all, int max) {
    if (all.size() <= max) {
      before = Map.of();
      return List.copyOf(all);
    }
    Map<Object, Long> now = HashMap.newHashMap(all.size());
    List<Candidate<T>> candidates = new ArrayList<>(all.size());
    for (T each : all) {
      Object name = key.apply(each);
      long reached = total.applyAsLong(each);
      now.put(name, reached);
      candidates.add(
          new Candidate<>(each, troubled.test(each), reached - before.getOrDefault(name, 0L)));
    }
    before = now;
    candidates.sort(
        Comparator.<Candidate<T>, Boolean>comparing(Candidate::troubled)
            .thenComparingLong(Candidate::happened)
            .reversed());
    return candidates.subList(0, max).stream().map(Candidate::what).toList();
  }
}
