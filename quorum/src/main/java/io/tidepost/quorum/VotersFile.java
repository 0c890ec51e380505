package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.base.Uuid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file `tidepost-voters` beside the metadata log: this node's metadata comes from a quorum of
/// several voters, and these were the voters when it was last told. One line `id@host:port
/// directory-id` per voter behind a line with the version; no voter at all on a node that only
/// follows.
final class VotersFile {

  static final String NAME = "tidepost-voters";

  private static final String VERSION = "version=1";

  private VotersFile() {}

  /// The voters, `null` when there is no such file.
  ///
  /// @param directory `__cluster_metadata-0`
  static @Nullable List<QuorumVoter> read(Disk disk, Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!disk.exists(file)) {
      return null;
    }
    List<QuorumVoter> voters = new ArrayList<>();
    String[] lines = new String(disk.readAll(file), StandardCharsets.UTF_8).split("\n");
    if (!lines[0].equals(VERSION)) {
      throw new UnusableStorageException(file, " does not begin with " + VERSION);
    }
    for (int i = 1; i < lines.length; i++) {
      voters.add(voter(file, lines[i]));
    }
    return voters;
  }

  private static QuorumVoter voter(Path file, String line) throws UnusableStorageException {
    int at = line.indexOf('@');
    int space = line.indexOf(' ');
    try {
      return QuorumVoter.at(
          Integer.parseInt(line.substring(0, at)),
          Uuid.parse(line.substring(space + 1)),
          line.substring(at + 1, space));
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      throw new UnusableStorageException(
          file, " has the line '" + line + "', which is not id@host:port directory-id");
    }
  }

  /// Writes it durably, unless it says the same already.
  static void write(Disk disk, Path directory, List<QuorumVoter> voters) throws IOException {
    StringBuilder text = new StringBuilder(VERSION).append('\n');
    for (QuorumVoter voter : voters) {
      text.append(voter).append(' ').append(voter.directoryId()).append('\n');
    }
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve(NAME);
    if (!disk.exists(file) || !Arrays.equals(disk.readAll(file), content)) {
      disk.replaceAtomically(file, content);
    }
  }
}
