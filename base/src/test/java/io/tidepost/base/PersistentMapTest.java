package io.tidepost.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentMapTest {

  /// A key whose hash codes collide often, some of them wholly.
  record Key(int value, int hashes) {
    @Override
    public int hashCode() {
      return value % hashes;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesLikeAHashMapAndKeepsOldVersions(long seed) {
    var random = new Random(seed);
    int hashes = 1 + random.nextInt(seed % 2 == 0 ? 10 : 100_000);
    int keys = 1 + random.nextInt(500);
    Map<Key, Integer> model = new HashMap<>();
    PersistentMap<Key, Integer> map = PersistentMap.empty();
    List<Map<Key, Integer>> models = new ArrayList<>();
    List<PersistentMap<Key, Integer>> versions = new ArrayList<>();
    for (int step = 0; step < 3_000; step++) {
      Key key = new Key(random.nextInt(keys), hashes);
      if (random.nextInt(3) == 0) {
        model.remove(key);
        map = map.remove(key);
      } else {
        model.put(key, step);
        map = map.put(key, step);
      }
      if (step % 500 == 0) {
        models.add(new HashMap<>(model));
        versions.add(map);
      }
    }
    models.add(model);
    versions.add(map);
    for (int i = 0; i < models.size(); i++) {
      assertSame(models.get(i), versions.get(i), keys, hashes);
    }
  }

  @Test
  void removingTheLastEntryLeavesTheEmptyMap() {
    PersistentMap<String, Integer> map = PersistentMap.<String, Integer>empty().put("a", 1);
    assertEquals(0, map.remove("a").size());
    assertEquals("{a=1}", map.toString());
    assertNull(map.remove("a").get("a"));
    assertEquals(map, map.put("a", map.get("a") == null ? 0 : 1));
  }

  private static void assertSame(
      Map<Key, Integer> model, PersistentMap<Key, Integer> map, int keys, int hashes) {
    assertEquals(model.size(), map.size());
    for (int k = 0; k < keys; k++) {
      assertEquals(model.get(new Key(k, hashes)), map.get(new Key(k, hashes)));
    }
    Map<Key, Integer> seen = new HashMap<>();
    map.forEach((k, v) -> assertNull(seen.put(k, v)));
    assertEquals(model, seen);
  }
}
