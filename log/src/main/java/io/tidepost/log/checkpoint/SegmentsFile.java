package io.tidepost.log.checkpoint;

import io.tidepost.base.Uuid;
import io.tidepost.log.epoch.LeaderEpochs;
import io.tidepost.log.segment.SegmentSummary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `tidepost-segments`: one line per segment whose derived files have been written, with checksums
/// to verify them by, and the log's own bounds. It is itself derived and guarded by a checksum;
/// when it is missing or damaged, everything is rebuilt from the batches.
///
/// ```
/// tidepost-segments 2 <crc32c of the rest, hex>
/// log-start-offset 0
/// log-end-offset 1234
/// synced-offset 1234
/// topic-id <id, or ->
/// leader-epochs <leaderEpoch>:<startOffset> ...
/// producer-snapshot <offset of the newest .snapshot, or -1> <its content in Base64, or ->
/// segment <baseOffset> <size> <endOffset> <maxTimestamp> <offsetOfMaxTimestamp> <firstTimestamp> <index crc> <timeindex crc> <txnindex crc, or ->
/// ```
///
/// Version 1 had no line `synced-offset`.
///
/// @param logStartOffset of the log
/// @param logEndOffset of the log when everything in it was synced and described here, else -1
/// @param syncedOffset everything before it was on disk when this was written; -1 when unknown
/// @param topicId of the partition; `null` when unknown
/// @param leaderEpochs what `leader-epoch-checkpoint` says too
/// @param producerSnapshotOffset the newest producer snapshot, -1 when there are no producers
/// @param producerSnapshot its content unless that is large; `null` when it stands in its file only
/// @param segments ascending
public record SegmentsFile(
    long logStartOffset,
    long logEndOffset,
    long syncedOffset,
    @Nullable Uuid topicId,
    LeaderEpochs leaderEpochs,
    long producerSnapshotOffset,
    byte @Nullable [] producerSnapshot,
    List<SegmentSummary> segments) {

  private static final String TITLE = "tidepost-segments 2 ";
  private static final String TITLE_1 = "tidepost-segments 1 ";
  private static final int TOPIC_LINE = 3;

  /// The content of the file.
  public byte[] toBytes() {
    var text = new StringBuilder(128 + segments.size() * 96);
    text.append("log-start-offset ").append(logStartOffset);
    text.append("\nlog-end-offset ").append(logEndOffset);
    text.append("\nsynced-offset ").append(syncedOffset);
    text.append("\ntopic-id ").append(topicId == null ? "-" : topicId);
    text.append("\nleader-epochs").append(leaderEpochs.toLine());
    text.append("\nproducer-snapshot ").append(producerSnapshotOffset).append(' ');
    text.append(
        producerSnapshot == null ? "-" : Base64.getEncoder().encodeToString(producerSnapshot));
    text.append('\n');
    for (SegmentSummary s : segments) {
      text.append("segment ").append(s.baseOffset());
      text.append(' ').append(s.size());
      text.append(' ').append(s.endOffset());
      text.append(' ').append(s.maxTimestamp());
      text.append(' ').append(s.offsetOfMaxTimestamp());
      text.append(' ').append(s.firstTimestamp());
      text.append(' ').append(hex(s.offsetIndexCrc()));
      text.append(' ').append(hex(s.timeIndexCrc()));
      text.append(' ').append(hex(s.transactionIndexCrc())).append('\n');
    }
    byte[] body = text.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] title = (TITLE + hex(Checksum.of(body)) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[title.length + body.length];
    System.arraycopy(title, 0, all, 0, title.length);
    System.arraycopy(body, 0, all, title.length, body.length);
    return all;
  }

  /// Reads the file; `null` when it is not what was written.
  public static @Nullable SegmentsFile parse(byte[] content) {
    String text = new String(content, StandardCharsets.US_ASCII);
    int end = text.indexOf('\n');
    boolean older = text.startsWith(TITLE_1);
    if (end < 0 || !(older || text.startsWith(TITLE))) {
      return null;
    }
    String body = text.substring(end + 1);
    try {
      if (unhex(text.substring(TITLE.length(), end))
          != Checksum.of(body.getBytes(StandardCharsets.US_ASCII))) {
        return null;
      }
      String[] lines = body.split("\n", -1);
      int topic = older ? TOPIC_LINE - 1 : TOPIC_LINE;
      List<SegmentSummary> segments = new ArrayList<>(lines.length);
      for (int i = topic + 3; i < lines.length - 1; i++) {
        segments.add(segment(lines[i].split(" ", -1)));
      }
      String[] producers = lines[topic + 2].split(" ", -1);
      return new SegmentsFile(
          Long.parseLong(after(lines[0])),
          Long.parseLong(after(lines[1])),
          older ? -1 : Long.parseLong(after(lines[topic - 1])),
          after(lines[topic]).equals("-") ? null : Uuid.parse(after(lines[topic])),
          LeaderEpochs.ofLine(lines[topic + 1].substring("leader-epochs".length())),
          Long.parseLong(producers[1]),
          producers[2].equals("-") ? null : Base64.getDecoder().decode(producers[2]),
          segments);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static SegmentSummary segment(String[] words) {
    return new SegmentSummary(
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]),
        unhex(words[7]),
        unhex(words[8]),
        unhex(words[9]));
  }

  private static String after(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  private static String hex(long crc) {
    return crc < 0 ? "-" : Long.toHexString(crc);
  }

  private static long unhex(String word) {
    return word.equals("-") ? -1 : Long.parseLong(word, 16);
  }
}
