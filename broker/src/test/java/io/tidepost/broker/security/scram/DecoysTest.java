package io.tidepost.broker.security.scram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.metadata.image.MetadataDelta;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Provenance;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nobody can tell who does not exist from who does.
class DecoysTest {

  private static final int NAMES = 2000;

  private static Decoys decoys(String cluster) {
    var decoys = new Decoys();
    decoys.agree(List.of(cluster));
    return decoys;
  }

  /// So many users with 4096 rounds and so many with 8192, all with SHA-512.
  private static KeptRecords users(int few, int many) {
    var delta = new MetadataDelta(MetadataImage.EMPTY);
    byte[] any = new byte[64];
    for (int i = 0; i < few + many; i++) {
      var credential = new ScramCredential(any, any, any, i < few ? 4096 : 8192);
      delta.replay(MetadataRecord.of(credential.record("user" + i, ScramHash.SHA_512)));
    }
    return delta.apply(Provenance.EMPTY).kept();
  }

  @Test
  void aNameHasTheSameSaltEachTimeOnEachNode() {
    KeptRecords kept = users(1, 1);
    var once = decoys("cluster").of(ScramHash.SHA_512, "nobody", kept);
    var again = decoys("cluster").of(ScramHash.SHA_512, "nobody", kept);
    assertEquals(20, once.salt().length);
    assertArrayEquals(once.salt(), again.salt());
    assertEquals(once.iterations(), again.iterations());
    assertFalse(Arrays.equals(once.storedKey(), again.storedKey()), "no password can fit");
    var other = decoys("another cluster").of(ScramHash.SHA_512, "nobody", kept);
    assertFalse(Arrays.equals(once.salt(), other.salt()));
    var somebody = decoys("cluster").of(ScramHash.SHA_512, "nobody else", kept);
    assertFalse(Arrays.equals(once.salt(), somebody.salt()));
  }

  @Test
  void roundsAreThoseThatUsersHaveInTheirProportion() {
    Decoys decoys = decoys("cluster");
    KeptRecords kept = users(30, 10);
    int more = 0;
    for (int i = 0; i < NAMES; i++) {
      int rounds = decoys.of(ScramHash.SHA_512, "nobody" + i, kept).iterations();
      assertTrue(rounds == 4096 || rounds == 8192);
      more += rounds == 8192 ? 1 : 0;
      assertEquals(4096, decoys.of(ScramHash.SHA_256, "nobody" + i, kept).iterations());
      assertEquals(ScramHash.SHA_512, decoys.any("nobody" + i, kept).hash());
    }
    assertTrue(more > NAMES / 5 && more < NAMES / 3, "a quarter expected, seen " + more);
  }

  @Test
  void oneMoreUserChangesHardlyAName() {
    Decoys decoys = decoys("cluster");
    KeptRecords before = users(30, 10);
    KeptRecords after = users(31, 10);
    int changed = 0;
    for (int i = 0; i < NAMES; i++) {
      int old = decoys.of(ScramHash.SHA_512, "nobody" + i, before).iterations();
      changed += old == decoys.of(ScramHash.SHA_512, "nobody" + i, after).iterations() ? 0 : 1;
    }
    assertTrue(changed < NAMES / 50, "names that changed: " + changed);
  }

  @Test
  void withoutAnyUserRoundsAreTheUsual() {
    Decoys decoys = decoys("cluster");
    assertEquals(4096, decoys.of(ScramHash.SHA_256, "nobody", KeptRecords.EMPTY).iterations());
    assertEquals(ScramHash.SHA_256, decoys.any("nobody", KeptRecords.EMPTY).hash());
  }
}
