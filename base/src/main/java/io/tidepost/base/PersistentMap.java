package io.tidepost.base;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An immutable hash map: a change gives a new map that shares all but a few small nodes with the
/// old one, so both stay usable and a change costs O(log n) whatever the size. Readers on any
/// thread need no lock. Iteration order depends only on the keys' hash codes and, where these
/// collide, on the order of insertion.
///
/// A hash array mapped trie (Bagwell 2001, in the compact form of Steindorfer and Vinju 2015) with
/// 32-way nodes. Keys and values are never `null`.
///
/// @param <K> key, with `equals` and `hashCode` that do not change
/// @param <V> value
public final class PersistentMap<K, V> {

  private static final PersistentMap<?, ?> EMPTY =
      new PersistentMap<>(new Node(0, 0, new Object[0]), 0);

  private static final int BITS = 5;
  private static final int HASH_BITS = 32;

  private final Node root;
  private final int size;

  private PersistentMap(Node root, int size) {
    this.root = root;
    this.size = size;
  }

  /// The map without entries.
  @SuppressWarnings("unchecked")
  public static <K, V> PersistentMap<K, V> empty() {
    return (PersistentMap<K, V>) EMPTY;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// The value of `key`, or `null` when there is none.
  @SuppressWarnings("unchecked")
  public @Nullable V get(K key) {
    return (V) root.find(key, spread(key), 0);
  }

  public boolean containsKey(K key) {
    return get(key) != null;
  }

  /// This map with `key` set to `value`.
  public PersistentMap<K, V> put(K key, V value) {
    Objects.requireNonNull(value);
    boolean isNew = !containsKey(key);
    Node changed = root.with(key, value, spread(key), 0);
    return changed == root ? this : new PersistentMap<>(changed, isNew ? size + 1 : size);
  }

  /// This map without `key`.
  public PersistentMap<K, V> remove(K key) {
    if (!containsKey(key)) {
      return this;
    }
    return size == 1 ? empty() : new PersistentMap<>(root.without(key, spread(key), 0), size - 1);
  }

  /// Calls `action` with every entry.
  @SuppressWarnings("unchecked")
  public void forEach(BiConsumer<? super K, ? super V> action) {
    root.forEach((BiConsumer<Object, Object>) (BiConsumer<?, ?>) action);
  }

  @Override
  public String toString() {
    var text = new StringBuilder("{");
    forEach((k, v) -> text.append(text.length() > 1 ? ", " : "").append(k).append('=').append(v));
    return text.append('}').toString();
  }

  private static int spread(Object key) {
    int h = key.hashCode() * 0x9e3779b9;
    return h ^ (h >>> 16);
  }

  /// `entries` has a bit for each slot that holds an entry, `children` for each that holds a node.
  /// `content` has the entries as key, value, key, value in slot order, then the nodes in slot
  /// order. Below the last hash bit a node has no bitmaps and is a plain list of colliding entries.
  private record Node(int entries, int children, Object[] content) {

    @Nullable Object find(Object key, int hash, int shift) {
      if (shift >= HASH_BITS) {
        int at = indexInCollisions(key);
        return at < 0 ? null : content[at + 1];
      }
      int bit = bit(hash, shift);
      if ((entries & bit) != 0) {
        int at = entryIndex(bit);
        return content[at].equals(key) ? content[at + 1] : null;
      }
      return (children & bit) != 0 ? child(bit).find(key, hash, shift + BITS) : null;
    }

    Node with(Object key, Object value, int hash, int shift) {
      if (shift >= HASH_BITS) {
        int at = indexInCollisions(key);
        return at < 0
            ? new Node(0, 0, inserted(content.length, key, value))
            : new Node(0, 0, replaced(at + 1, value));
      }
      int bit = bit(hash, shift);
      if ((entries & bit) != 0) {
        int at = entryIndex(bit);
        if (!content[at].equals(key)) {
          Node pair =
              new Node(0, 0, new Object[0])
                  .with(content[at], content[at + 1], spread(content[at]), shift + BITS)
                  .with(key, value, hash, shift + BITS);
          return entryToChild(bit, pair);
        }
        return content[at + 1] == value
            ? this
            : new Node(entries, children, replaced(at + 1, value));
      }
      if ((children & bit) != 0) {
        Node old = child(bit);
        Node changed = old.with(key, value, hash, shift + BITS);
        return changed == old
            ? this
            : new Node(entries, children, replaced(childIndex(bit), changed));
      }
      return new Node(entries | bit, children, inserted(entryIndex(bit), key, value));
    }

    /// The node without `key`, which is known to be below it.
    Node without(Object key, int hash, int shift) {
      if (shift >= HASH_BITS) {
        return new Node(0, 0, removed(indexInCollisions(key), 2));
      }
      int bit = bit(hash, shift);
      if ((entries & bit) != 0) {
        return new Node(entries & ~bit, children, removed(entryIndex(bit), 2));
      }
      Node changed = child(bit).without(key, hash, shift + BITS);
      // A lone entry moves up, so that equal maps have nodes of equal shape and lookups stay short.
      return changed.content.length == 2 && changed.children == 0
          ? childToEntry(bit, changed.content[0], changed.content[1])
          : new Node(entries, children, replaced(childIndex(bit), changed));
    }

    void forEach(BiConsumer<Object, Object> action) {
      int nodes = Integer.bitCount(children);
      int end = content.length - nodes;
      for (int i = 0; i < end; i += 2) {
        action.accept(content[i], content[i + 1]);
      }
      for (int i = end; i < content.length; i++) {
        ((Node) content[i]).forEach(action);
      }
    }

    private static int bit(int hash, int shift) {
      return 1 << ((hash >>> shift) & 31);
    }

    private int entryIndex(int bit) {
      return 2 * Integer.bitCount(entries & (bit - 1));
    }

    private int childIndex(int bit) {
      return 2 * Integer.bitCount(entries) + Integer.bitCount(children & (bit - 1));
    }

    private Node child(int bit) {
      return (Node) content[childIndex(bit)];
    }

    private int indexInCollisions(Object key) {
      for (int i = 0; i < content.length; i += 2) {
        if (content[i].equals(key)) {
          return i;
        }
      }
      return -1;
    }

    private Node entryToChild(int bit, Node child) {
      Object[] kept = removed(entryIndex(bit), 2);
      Node smaller = new Node(entries & ~bit, children | bit, kept);
      int at = smaller.childIndex(bit);
      return new Node(smaller.entries, smaller.children, insertedAt(kept, at, child));
    }

    private Node childToEntry(int bit, Object key, Object value) {
      Node smaller = new Node(entries | bit, children & ~bit, removed(childIndex(bit), 1));
      int at = smaller.entryIndex(bit);
      return new Node(smaller.entries, smaller.children, smaller.inserted(at, key, value));
    }

    private Object[] replaced(int at, Object value) {
      Object[] copy = content.clone();
      copy[at] = value;
      return copy;
    }

    private Object[] inserted(int at, Object key, Object value) {
      return insertedAt(content, at, key, value);
    }

    private static Object[] insertedAt(Object[] from, int at, Object... values) {
      Object[] copy = Arrays.copyOf(from, from.length + values.length);
      System.arraycopy(from, at, copy, at + values.length, from.length - at);
      System.arraycopy(values, 0, copy, at, values.length);
      return copy;
    }

    private Object[] removed(int at, int count) {
      Object[] copy = new Object[content.length - count];
      System.arraycopy(content, 0, copy, 0, at);
      System.arraycopy(content, at + count, copy, at, copy.length - at);
      return copy;
    }
  }
}
