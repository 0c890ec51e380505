package io.tidepost.log.producer;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A hash map from `long` to objects that allocates nothing on lookup. Open addressing with linear
/// probing; iteration order depends only on the history of insertions and removals.
///
/// @param <V> type of the values
final class LongMap<V> {

  private long[] keys = new long[8];
  private @Nullable Object[] values = new @Nullable Object[8];
  private int size;

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked")
  @Nullable V get(long key) {
    return (V) values[slot(key)];
  }

  void put(long key, V value) {
    int slot = slot(key);
    if (values[slot] == null) {
      if ((size + 1) * 2 > keys.length) {
        grow();
        slot = slot(key);
      }
      size++;
    }
    keys[slot] = key;
    values[slot] = value;
  }

  void remove(long key) {
    int gap = slot(key);
    if (values[gap] == null) {
      return;
    }
    size--;
    int mask = keys.length - 1;
    int next = gap;
    while (true) {
      values[gap] = null;
      int home;
      do {
        next = (next + 1) & mask;
        if (values[next] == null) {
          return;
        }
        home = home(keys[next]);
        // The entry at `next` may fill the gap only when its home is not between them.
      } while (gap <= next ? gap < home && home <= next : gap < home || home <= next);
      keys[gap] = keys[next];
      values[gap] = values[next];
      gap = next;
    }
  }

  void clear() {
    Arrays.fill(values, null);
    size = 0;
  }

  @SuppressWarnings("unchecked")
  void forEach(Consumer<V> action) {
    for (Object value : values) {
      if (value != null) {
        action.accept((V) value);
      }
    }
  }

  private int home(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & (keys.length - 1);
  }

  private int slot(long key) {
    int slot = home(key);
    while (values[slot] != null && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  @SuppressWarnings("unchecked")
  private void grow() {
    long[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new @Nullable Object[oldKeys.length * 2];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      Object value = oldValues[i];
      if (value != null) {
        put(oldKeys[i], (V) value);
      }
    }
  }
}
