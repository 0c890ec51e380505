package io.tidepost.sim.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataDelta;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.MetadataReplay;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.metadata.image.SnapshotRecords;
import java.util.ArrayList;
import java.util.List;

/// What was committed, one image per unit, made beside the controllers.
final class History {

  private final List<MetadataImage> images = new ArrayList<>(List.of(MetadataImage.EMPTY));
  private final PartitionChecks checks;

  History(PartitionChecks checks) {
    this.checks = checks;
  }

  /// The image after so many units.
  MetadataImage image(int units) {
    return images.get(units);
  }

  MetadataImage newest() {
    return images.get(images.size() - 1);
  }

  void add(Unit unit) {
    MetadataImage before = newest();
    if (unit.lastOffset() != before.provenance().lastOffset() + unit.records().size()) {
      throw new ControllerFailure("offset " + unit.lastOffset() + " leaves a gap");
    }
    var delta = new MetadataDelta(before);
    unit.records().forEach(delta::replay);
    MetadataImage after =
        delta.apply(new Provenance(unit.lastOffset(), unit.leaderEpoch(), unit.appendMillis()));
    images.add(after);
    checks.check(before, after, unit);
  }

  /// The image as it comes out of a snapshot of it.
  static MetadataImage throughSnapshot(MetadataImage image) {
    var replay = new MetadataReplay();
    replay.replay(records(image), image.provenance());
    return replay.image();
  }

  /// Whether two images say the same.
  static boolean isSame(MetadataImage one, MetadataImage other) {
    return one.provenance().equals(other.provenance()) && records(one).equals(records(other));
  }

  private static List<MetadataRecord> records(MetadataImage image) {
    List<MetadataRecord> records = new ArrayList<>();
    SnapshotRecords.write(image, records::add);
    return records;
  }
}
