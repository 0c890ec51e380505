package io.tidepost.metadata.image;

import io.tidepost.base.PersistentMap;
import io.tidepost.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records whose meaning lies outside this room (client quotas, SCRAM credentials, delegation
/// tokens): the latest one per key, so that a snapshot loses none. Immutable.
public final class KeptRecords {

  /// None kept.
  public static final KeptRecords EMPTY = new KeptRecords(PersistentMap.empty());

  /// What a record is about.
  ///
  /// @param type number of the record type that sets it
  /// @param text the rest of the key, unambiguous within the type
  public record Key(short type, String text) {}

  private final PersistentMap<Key, Message> records;

  private KeptRecords(PersistentMap<Key, Message> records) {
    this.records = records;
  }

  /// The record of this key or `null`.
  public @Nullable Message get(Key key) {
    return records.get(key);
  }

  /// Number of records.
  public int size() {
    return records.size();
  }

  /// All records, ordered by type and key.
  public List<Message> sorted() {
    List<Map.Entry<Key, Message>> all = new ArrayList<>(records.size());
    records.forEach((key, value) -> all.add(Map.entry(key, value)));
    all.sort((a, b) -> {
      int byType = Short.compare(a.getKey().type(), b.getKey().type());
      return byType != 0 ? byType : a.getKey().text().compareTo(b.getKey().text());
    });
    return all.stream().map(Map.Entry::getValue).toList();
  }

  /// The records of one type, in no particular order.
  public List<Message> ofType(short type) {
    List<Message> found = new ArrayList<>();
    records.forEach((key, value) -> {
      if (key.type() == type) {
        found.add(value);
      }
    });
    return found;
  }

  KeptRecords with(Key key, Message value) {
    return new KeptRecords(records.put(key, value));
  }

  KeptRecords without(Key key) {
    return new KeptRecords(records.remove(key));
  }
}
