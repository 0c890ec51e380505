package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorageDirectory;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.util.MD5FileUtil;

/// Hands the metadata log that one voter kept alone over to the engine for several, with this node
/// as the only voter, so that others can join while the log goes on.
///
/// The old log is recovered as at any start, in a new leader epoch. What it holds becomes the first
/// snapshot of the library's storage, at the same offset, and the library's first term follows that
/// leader epoch: to everybody who reads metadata the log simply goes on.
///
/// ```
///  recover the old log ─ remove half-made storage ─ term, snapshot ─ voters file ─ remove the old log
///  ────────── a crash: the old log counts, it begins anew ─────────> │ ─── the new one counts ───
/// ```
///
/// The voters file decides which engine a node has; it appears at once and durably, when everything
/// before it is on disk. Blocks.
public final class OneVoterHandover {

  private static final MetadataLog.Listener NOBODY =
      new MetadataLog.Listener() {
        @Override
        public void committed(long offset) {}

        @Override
        public void rejected(IOException cause) {}

        @Override
        public void failed(IOException cause) {}

        @Override
        public void leads(int leaderEpoch) {}

        @Override
        public void follows(int leaderId, int leaderEpoch) {}

        @Override
        public void replicated(
            List<MetadataRecord> records, long lastOffset, int leaderEpoch, long appendMillis) {}

        @Override
        public void restored(MetadataImage image) {}
      };

  private OneVoterHandover() {}

  /// Hands over, if that is not done yet. The old log goes when the new engine is opened.
  ///
  /// @param setup what the new log is opened with; its founders are this node alone
  /// @param config options of the old log
  /// @param whenFull gives up room that was kept for a full disk
  /// @throws UnusableStorageException when the old log cannot be believed
  public static void run(RatisSetup setup, OneVoterConfig config, Runnable whenFull)
      throws IOException {
    Disk disk = setup.disk();
    Path directory = setup.directory();
    if (disk.exists(directory.resolve(VotersFile.NAME))) {
      return;
    }
    if (setup.founders().size() != 1
        || setup.founders().getFirst().id() != setup.config().nodeId()) {
      throw new IllegalArgumentException("not this node alone: " + setup.founders());
    }
    MetadataImage image;
    try (OneVoterLog old =
        new OneVoterLogOpening(disk, setup.metadataDirectory(), config, setup.notice(), whenFull)
            .open(setup.bootstrap(), setup.nowMillis(), setup.io(), setup.loop(), NOBODY)) {
      image = old.recoveredImage();
    }
    plant(setup, image);
    VotersFile.write(disk, directory, setup.founders());
    setup
        .notice()
        .accept(
            "the metadata log can have several voters from now on; it goes on at the offset "
                + (image.provenance().lastOffset() + 1));
  }

  private static void plant(RatisSetup setup, MetadataImage image) throws IOException {
    Disk disk = setup.disk();
    Path storage = RatisNode.storage(setup.directory());
    disk.deleteTree(storage);
    Path group =
        storage.resolve(
            RatisPeers.group(setup.clusterId(), setup.founders())
                .getGroupId()
                .getUuid()
                .toString());
    Path current = group.resolve(RaftStorageDirectory.CURRENT_DIR_NAME);
    Path snapshots = group.resolve(RaftStorageDirectory.STATE_MACHINE_DIR_NAME);
    disk.createDirectories(current);
    disk.createDirectories(snapshots);
    int epoch = image.provenance().lastEpoch();
    TermIndex at = TermIndex.valueOf(epoch, 0);
    Path snapshot =
        snapshots.resolve(
            SimpleStateMachineStorage.getSnapshotFileName(at.getTerm(), at.getIndex()));
    RatisSnapshot.write(disk, setup.directory(), snapshot, image, setup.nowMillis());
    MD5FileUtil.computeAndSaveMd5ForFile(snapshot.toFile());
    disk.replaceAtomically(
        current.resolve("raft-meta"),
        ("term=" + epoch + "\nvotedFor=\n").getBytes(StandardCharsets.UTF_8));
    disk.syncDirectory(snapshots);
    disk.syncDirectory(group);
    disk.syncDirectory(storage);
    disk.syncDirectory(setup.directory());
  }

  /// Removes what is left of a log of one voter that was handed over.
  ///
  /// @param directory `__cluster_metadata-0` with a voters file
  static void removeOld(Disk disk, Path directory) throws IOException {
    for (String name : disk.list(directory)) {
      if (MetadataFiles.segmentOffset(name) >= 0) {
        disk.deleteIfExists(directory.resolve(name));
      }
    }
    disk.deleteIfExists(directory.resolve(QuorumState.FILE_NAME));
    CleanStop.remove(disk, directory);
  }
}
