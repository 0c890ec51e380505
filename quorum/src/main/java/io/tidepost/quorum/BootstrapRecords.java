package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.MetadataReplay;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.metadata.image.SnapshotRecords;
import io.tidepost.wire.record.FeatureLevelRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The file `bootstrap.checkpoint` (KIP-778): the records that an empty metadata log begins with.
public final class BootstrapRecords {

  private BootstrapRecords() {}

  /// The records for a new cluster.
  ///
  /// @param features level by feature name; the metadata version is among them
  public static List<MetadataRecord> of(Map<String, Short> features) {
    List<MetadataRecord> records = new ArrayList<>();
    Map<String, Short> others = new TreeMap<>(features);
    Short metadataVersion = others.remove(Features.METADATA_VERSION);
    if (metadataVersion == null) {
      throw new IllegalArgumentException("no level of " + Features.METADATA_VERSION);
    }
    records.add(feature(Features.METADATA_VERSION, metadataVersion));
    others.forEach((name, level) -> records.add(feature(name, level)));
    return records;
  }

  private static MetadataRecord feature(String name, short level) {
    var record = new FeatureLevelRecord();
    record.name = name;
    record.featureLevel = level;
    return MetadataRecord.of(record);
  }

  /// Reads the file.
  static List<MetadataRecord> read(Disk disk, Path file) throws IOException {
    var replay = new MetadataReplay();
    SnapshotFile.read(disk, file, replay, new Provenance(-1, 0, -1));
    List<MetadataRecord> records = new ArrayList<>();
    SnapshotRecords.write(replay.image(), records::add);
    return records;
  }

  /// Writes the file durably.
  static void write(Disk disk, Path file, List<MetadataRecord> records, long nowMillis)
      throws IOException {
    SnapshotFile.write(disk, file, records, QuorumVoters.NONE, 0, 0, nowMillis);
  }
}
