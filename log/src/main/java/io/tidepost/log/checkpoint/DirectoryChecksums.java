package io.tidepost.log.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `tidepost-checkpoints` of a log directory: the checksums of the checkpoint files beside it,
/// whose own format has no room for one. It is written before them with the old and the new
/// checksums, so that a crash between the writes leaves all of them verifiable.
///
/// ```
/// tidepost-checkpoints 1
/// clean true
/// recovery-point-offset-checkpoint 1a2b3c4d 99aabbcc
/// ```
///
/// @param clean whether this platform stopped cleanly after writing it
/// @param checksums CRC-32C values by file name
public record DirectoryChecksums(boolean clean, Map<String, Set<Long>> checksums) {

  private static final String TITLE = "tidepost-checkpoints 1";

  /// Whether this file is known to have had this content.
  public boolean verifies(String name, byte[] content) {
    return checksums.getOrDefault(name, Set.of()).contains(Checksum.of(content));
  }

  /// The content of the file.
  public byte[] toBytes() {
    var text = new StringBuilder(TITLE).append("\nclean ").append(clean).append('\n');
    new TreeMap<>(checksums)
        .forEach((name, values) -> {
          text.append(name);
          new TreeSet<>(values).forEach(crc -> text.append(' ').append(Long.toHexString(crc)));
          text.append('\n');
        });
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// Reads the file; `null` when it is not well-formed.
  public static @Nullable DirectoryChecksums parse(byte[] content) {
    String[] lines = new String(content, StandardCharsets.US_ASCII).split("\n", -1);
    if (lines.length < 2 || !lines[0].equals(TITLE) || !lines[1].startsWith("clean ")) {
      return null;
    }
    Map<String, Set<Long>> checksums = new TreeMap<>();
    try {
      for (int i = 2; i < lines.length; i++) {
        String[] words = lines[i].split(" ", -1);
        Set<Long> values = new TreeSet<>();
        for (int w = 1; w < words.length; w++) {
          values.add(Long.parseLong(words[w], 16));
        }
        if (!values.isEmpty()) {
          checksums.put(words[0], values);
        }
      }
    } catch (NumberFormatException e) {
      return null;
    }
    return new DirectoryChecksums(lines[1].equals("clean true"), checksums);
  }
}
