package io.tidepost.log.epoch;

import io.tidepost.log.EpochEndOffset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The start offset of every leader epoch in a log, ascending in both. Its file is Kafka's
/// `leader-epoch-checkpoint`: version 0, number of entries, then `leaderEpoch startOffset` lines.
public final class LeaderEpochs {

  private static final int[] NO_INTS = new int[0];
  private static final long[] NO_LONGS = new long[0];

  private int[] leaderEpochs = NO_INTS;
  private long[] startOffsets = NO_LONGS;
  private int count;

  /// Reads the content of a checkpoint file; `null` when it is not well-formed or not ascending.
  public static @Nullable LeaderEpochs parse(byte[] content) {
    List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
    try {
      if (lines.size() < 2
          || Integer.parseInt(lines.get(0).strip()) != 0
          || Integer.parseInt(lines.get(1).strip()) != lines.size() - 2) {
        return null;
      }
      var epochs = new LeaderEpochs();
      for (String line : lines.subList(2, lines.size())) {
        String[] words = line.strip().split(" ", -1);
        if (words.length != 2) {
          return null;
        }
        int leaderEpoch = Integer.parseInt(words[0]);
        long startOffset = Long.parseLong(words[1]);
        int last = epochs.count - 1;
        if (leaderEpoch < 0
            || startOffset < 0
            || (last >= 0
                && (leaderEpoch <= epochs.leaderEpochs[last]
                    || startOffset < epochs.startOffsets[last]))) {
          return null;
        }
        epochs.add(leaderEpoch, startOffset);
      }
      return epochs;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /// ` leaderEpoch:startOffset ...`, the form used inside other files.
  public String toLine() {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(' ').append(leaderEpochs[i]).append(':').append(startOffsets[i]);
    }
    return text.toString();
  }

  /// Reads what [#toLine] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static LeaderEpochs ofLine(String line) {
    var epochs = new LeaderEpochs();
    for (String entry : line.strip().split(" ", -1)) {
      int colon = entry.indexOf(':');
      if (colon > 0) {
        epochs.assign(
            Integer.parseInt(entry.substring(0, colon)),
            Long.parseLong(entry.substring(colon + 1)));
      } else if (!entry.isEmpty()) {
        throw new IllegalArgumentException("not a leader epoch: " + entry);
      }
    }
    return epochs;
  }

  /// The content of the checkpoint file.
  public byte[] toBytes() {
    var text = new StringBuilder("0\n").append(count).append('\n');
    for (int i = 0; i < count; i++) {
      text.append(leaderEpochs[i]).append(' ').append(startOffsets[i]).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Number of entries.
  public int count() {
    return count;
  }

  /// The latest leader epoch; -1 when there is none.
  public int latest() {
    return count == 0 ? -1 : leaderEpochs[count - 1];
  }

  /// Notes that `leaderEpoch` starts at `startOffset`, when it is newer than all others. An epoch
  /// that wrote nothing gives way.
  ///
  /// @return whether anything changed
  public boolean assign(int leaderEpoch, long startOffset) {
    if (leaderEpoch < 0 || leaderEpoch <= latest()) {
      return false;
    }
    while (count > 0 && startOffsets[count - 1] >= startOffset) {
      count--;
    }
    add(leaderEpoch, startOffset);
    return true;
  }

  /// Like [#assign], for batches met while scanning: a leader epoch that goes down again means that
  /// the larger one before it was never real.
  public void observe(int leaderEpoch, long startOffset) {
    if (leaderEpoch < 0 || at(startOffset) == leaderEpoch) {
      return;
    }
    while (count > 0 && leaderEpochs[count - 1] > leaderEpoch) {
      count--;
    }
    assign(leaderEpoch, startOffset);
  }

  private void add(int leaderEpoch, long startOffset) {
    if (count == leaderEpochs.length) {
      leaderEpochs = Arrays.copyOf(leaderEpochs, Math.max(4, count * 2));
      startOffsets = Arrays.copyOf(startOffsets, Math.max(4, count * 2));
    }
    leaderEpochs[count] = leaderEpoch;
    startOffsets[count++] = startOffset;
  }

  /// The leader epoch that wrote `offset`; -1 when unknown.
  public int at(long offset) {
    for (int i = count - 1; i >= 0; i--) {
      if (startOffsets[i] <= offset) {
        return leaderEpochs[i];
      }
    }
    return -1;
  }

  /// Where `leaderEpoch` ended: for the latest the log end offset, else the start offset of the
  /// next larger one (KIP-101, KIP-279).
  public EpochEndOffset endOffsetFor(int leaderEpoch, long logEndOffset) {
    if (leaderEpoch == EpochEndOffset.UNDEFINED.leaderEpoch()) {
      return EpochEndOffset.UNDEFINED;
    }
    if (leaderEpoch == latest()) {
      return new EpochEndOffset(leaderEpoch, logEndOffset);
    }
    int floor = -1;
    while (floor + 1 < count && leaderEpochs[floor + 1] <= leaderEpoch) {
      floor++;
    }
    if (floor == count - 1) {
      return EpochEndOffset.UNDEFINED;
    }
    return floor < 0
        ? new EpochEndOffset(leaderEpoch, startOffsets[0])
        : new EpochEndOffset(leaderEpochs[floor], startOffsets[floor + 1]);
  }

  /// Drops what starts at or behind `offset`.
  ///
  /// @return whether anything changed
  public boolean truncateFromEnd(long offset) {
    int before = count;
    while (count > 0 && startOffsets[count - 1] >= offset) {
      count--;
    }
    return count != before;
  }

  /// Drops leader epochs that end at or before `offset`; the one that covers it starts there.
  ///
  /// @return whether anything changed
  public boolean truncateFromStart(long offset) {
    int keep = count - 1;
    while (keep >= 0 && startOffsets[keep] > offset) {
      keep--;
    }
    if (keep < 0 || (keep == 0 && startOffsets[0] == offset)) {
      return false;
    }
    boolean changed = keep > 0 || startOffsets[keep] != offset;
    System.arraycopy(leaderEpochs, keep, leaderEpochs, 0, count - keep);
    System.arraycopy(startOffsets, keep, startOffsets, 0, count - keep);
    count -= keep;
    startOffsets[0] = offset;
    return changed;
  }

  /// An independent copy.
  public LeaderEpochs copy() {
    var copy = new LeaderEpochs();
    copy.leaderEpochs = leaderEpochs.clone();
    copy.startOffsets = startOffsets.clone();
    copy.count = count;
    return copy;
  }

  /// Forgets everything.
  public void clear() {
    count = 0;
  }
}
