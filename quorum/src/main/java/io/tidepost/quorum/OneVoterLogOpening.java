package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.MetadataReplay;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.wire.record.AbortTransactionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Opens the metadata log: recovers it, checks that this node is its only voter, begins a new
/// leader epoch, and gives an empty log its bootstrap records. Blocks; everything is durable when
/// it returns.
public final class OneVoterLogOpening {

  private static final String PARTITION_METADATA = "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAQ";

  /// Where the first records of a new cluster come from; asked when the log is empty.
  public interface Bootstrap {
    List<MetadataRecord> records() throws IOException;
  }

  /// A log that is ready to be written.
  record Opened(
      Disk disk,
      Path directory,
      OneVoterConfig config,
      MetadataLogWriter writer,
      QuorumVoters voters,
      int leaderEpoch,
      MetadataImage image,
      long bytesBehindSnapshot,
      long nowMillis) {}

  private final Disk disk;
  private final Path directory;
  private final OneVoterConfig config;
  private final Consumer<String> notice;
  private final Runnable whenFull;

  /// @param metadataDirectory the log directory that holds `__cluster_metadata-0`
  /// @param notice told, in sentences, what an operator should know
  /// @param whenFull gives up room that was kept for a full disk; blocks, called on the I/O pool
  public OneVoterLogOpening(
      Disk disk,
      Path metadataDirectory,
      OneVoterConfig config,
      Consumer<String> notice,
      Runnable whenFull) {
    this.whenFull = whenFull;
    this.disk = disk;
    this.directory = metadataDirectory.resolve(MetadataFiles.DIRECTORY);
    this.config = config;
    this.notice = notice;
  }

  /// Opens the log.
  ///
  /// @param bootstrap records that an empty log begins with
  /// @param io pool for what blocks; one job of this log at a time
  /// @param loop the metadata loop; must not run tasks within `execute`
  /// @throws UnusableStorageException when the node must not start on what is there
  public OneVoterLog open(
      Bootstrap bootstrap,
      long nowMillis,
      Executor io,
      Executor loop,
      MetadataLog.Listener listener)
      throws IOException {
    boolean isNew = !disk.isDirectory(directory);
    if (isNew) {
      disk.createDirectories(directory);
      Path parent = directory.getParent();
      if (parent != null) {
        disk.syncDirectory(parent);
      }
    }
    removeUnfinished();
    QuorumState state = readState();
    long cleanEnd = CleanStop.read(disk, directory);
    var recovered = new LogRecovery(disk, directory, cleanEnd, notice).recover();
    checkVoters(state, recovered.voters());
    int epoch = 1 + Math.max(recovered.lastEpoch(), state == null ? 0 : state.leaderEpoch());
    CleanStop.remove(disk, directory);
    writeState(epoch, recovered.voters());
    var writer = new MetadataLogWriter(disk, directory, recovered, config.segmentBytes(), whenFull);
    Begun begun = begin(writer, recovered, epoch, bootstrap, nowMillis);
    return new OneVoterLog(
        new Opened(
            disk,
            directory,
            config,
            writer,
            recovered.voters(),
            epoch,
            begun.image(),
            recovered.bytesBehindSnapshot() + begun.bytes(),
            nowMillis),
        io,
        loop,
        listener);
  }

  /// Snapshots that a crash interrupted.
  private void removeUnfinished() throws IOException {
    for (String name : disk.list(directory)) {
      if (name.endsWith(MetadataFiles.PART_SUFFIX)
          || name.endsWith(MetadataFiles.TEMPORARY_SUFFIX)) {
        disk.deleteIfExists(directory.resolve(name));
      }
    }
  }

  private @Nullable QuorumState readState() throws IOException {
    Path file = directory.resolve(QuorumState.FILE_NAME);
    if (!disk.exists(file)) {
      return null;
    }
    QuorumState state = QuorumState.parse(disk.readAll(file));
    if (state == null) {
      notice.accept(file + " is damaged; it is written anew from what the log says");
    }
    return state;
  }

  /// Damage cannot hide other voters: where the log names voters it is believed, else the file.
  private void checkVoters(@Nullable QuorumState state, QuorumVoters voters)
      throws UnusableStorageException {
    Set<Integer> ids = new HashSet<>(voters.ids());
    if (ids.isEmpty() && state != null) {
      ids.addAll(state.voterIds());
    }
    if (!ids.isEmpty() && !ids.equals(Set.of(config.nodeId()))) {
      throw new UnusableStorageException(
          directory,
          " belongs to a quorum of the voters "
              + ids.stream().sorted().toList()
              + ", but this node, "
              + config.nodeId()
              + ", can only be the only voter");
    }
  }

  private void writeState(int epoch, QuorumVoters voters) throws IOException {
    int version = voters.kraftVersion() > 0 ? 1 : 0;
    var state = new QuorumState(config.nodeId(), epoch, List.of(config.nodeId()), version);
    Path metadata = directory.resolve("partition.metadata");
    if (!disk.exists(metadata)) {
      disk.replaceAtomically(metadata, PARTITION_METADATA.getBytes(StandardCharsets.UTF_8));
    }
    disk.replaceAtomically(directory.resolve(QuorumState.FILE_NAME), state.format());
  }

  private record Begun(MetadataImage image, long bytes) {}

  /// Appends what a new leader epoch begins with.
  private Begun begin(
      MetadataLogWriter writer,
      LogRecovery.Recovered recovered,
      int epoch,
      Bootstrap bootstrap,
      long nowMillis)
      throws IOException {
    long offset = recovered.nextOffset();
    ByteBuffer change = MetadataBatches.leaderChange(config.nodeId(), offset, epoch, nowMillis);
    long bytes = change.remaining();
    writer.append(change, offset);
    offset++;
    MetadataImage image = recovered.image();
    List<MetadataRecord> records = new ArrayList<>();
    if (recovered.inTransaction()) {
      var abort = new AbortTransactionRecord();
      abort.reason = "a new leader epoch begins";
      records.add(MetadataRecord.of(abort));
    }
    boolean isEmpty = image.features().metadataVersion() == 0;
    List<MetadataRecord> first = isEmpty ? bootstrap.records() : List.of();
    records.addAll(first);
    if (!records.isEmpty()) {
      ByteBuffer batch = MetadataBatches.build(records, offset, epoch, nowMillis);
      bytes += batch.remaining();
      writer.append(batch, offset);
      offset += records.size();
    }
    var upTo = new Provenance(offset - 1, epoch, nowMillis);
    if (isEmpty) {
      var replay = new MetadataReplay();
      replay.replay(first, upTo);
      image = replay.image();
    }
    return new Begun(image.at(upTo), bytes);
  }
}
