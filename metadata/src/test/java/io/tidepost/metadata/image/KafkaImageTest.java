package io.tidepost.metadata.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.RecordFrame;
import io.tidepost.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Apache Kafka's own image as the oracle: it must come to the same state from our records as from
/// the snapshot of the image that we made of them, and read every record we write.
class KafkaImageTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void kafkaComesToTheSameStateFromOurRecordsAndFromOurSnapshot(long seed) {
    var generator = new RandomRecords(seed);
    MetadataImage image = MetadataImage.EMPTY;
    List<MetadataRecord> all = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      var delta = new MetadataDelta(image);
      List<MetadataRecord> records = generator.next(round == 0 ? 1 : 1 + (int) (seed * 7 % 20));
      records.forEach(delta::replay);
      all.addAll(records);
      image = delta.apply(new Provenance(all.size(), 1, 0));
    }
    List<MetadataRecord> snapshot = new ArrayList<>();
    SnapshotRecords.write(image, snapshot::add);
    var fromRecords = kafka(all);
    var fromSnapshot = kafka(snapshot);
    assertEquals(fromRecords.features(), fromSnapshot.features());
    assertEquals(fromRecords.cluster(), fromSnapshot.cluster());
    assertEquals(fromRecords.topics(), fromSnapshot.topics());
    assertEquals(fromRecords.configs(), fromSnapshot.configs());
    assertEquals(fromRecords.clientQuotas(), fromSnapshot.clientQuotas());
    assertEquals(fromRecords.producerIds(), fromSnapshot.producerIds());
    assertEquals(fromRecords.acls(), fromSnapshot.acls());
    assertEquals(fromRecords.scram(), fromSnapshot.scram());
    assertEquals(fromRecords.delegationTokens(), fromSnapshot.delegationTokens());
    assertEquals(fromRecords.topics().topicsById().size(), image.topics().size());
    checkSnapshotIsStable(image, snapshot);
  }

  /// Our own image of the snapshot gives the same snapshot.
  private static void checkSnapshotIsStable(MetadataImage image, List<MetadataRecord> snapshot) {
    var replay = new MetadataReplay();
    replay.replay(snapshot.stream().map(KafkaImageTest::copy).toList(), image.provenance());
    List<MetadataRecord> again = new ArrayList<>();
    SnapshotRecords.write(replay.image(), again::add);
    assertEquals(snapshot, again);
  }

  private static MetadataRecord copy(MetadataRecord record) {
    return RecordFrame.read(bytes(record));
  }

  private static ByteBuffer bytes(MetadataRecord record) {
    var out = new WireWriter();
    RecordFrame.write(out, record);
    return out.toBuffer();
  }

  private static org.apache.kafka.image.MetadataImage kafka(List<MetadataRecord> records) {
    var image = org.apache.kafka.image.MetadataImage.EMPTY;
    for (MetadataRecord record : records) {
      var delta = new org.apache.kafka.image.MetadataDelta.Builder().setImage(image).build();
      ByteBuffer bytes = bytes(record);
      delta.replay(
          MetadataRecordSerde.INSTANCE
              .read(new ByteBufferAccessor(bytes), bytes.remaining())
              .message());
      image = delta.apply(new MetadataProvenance(records.size(), 1, 0, true));
    }
    return image;
  }
}
