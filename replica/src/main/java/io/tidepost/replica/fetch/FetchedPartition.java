package io.tidepost.replica.fetch;

import io.tidepost.base.Uuid;

/// One partition that a fetcher is interested in, and what it was told last. Mutable; belongs to
/// one session or one request.
public final class FetchedPartition {

  private final PartitionKey key;
  private long fetchOffset;
  private int bytesMax;
  private int currentLeaderEpoch;
  private int lastFetchedEpoch;
  private long sentHighWatermark = -1;
  private long sentLogStartOffset = -1;

  /// @param fetchOffset next offset wanted
  /// @param bytesMax bound on the size of the records
  /// @param currentLeaderEpoch the leader epoch the client knows, -1 for none
  /// @param lastFetchedEpoch the leader epoch of the client's last record, -1 for none
  public FetchedPartition(
      PartitionKey key,
      long fetchOffset,
      int bytesMax,
      int currentLeaderEpoch,
      int lastFetchedEpoch) {
    this.key = key;
    this.fetchOffset = fetchOffset;
    this.bytesMax = bytesMax;
    this.currentLeaderEpoch = currentLeaderEpoch;
    this.lastFetchedEpoch = lastFetchedEpoch;
  }

  /// Takes over what the client wants now; what it was told stays.
  void update(FetchedPartition wanted) {
    fetchOffset = wanted.fetchOffset;
    bytesMax = wanted.bytesMax;
    currentLeaderEpoch = wanted.currentLeaderEpoch;
    lastFetchedEpoch = wanted.lastFetchedEpoch;
  }

  public PartitionKey key() {
    return key;
  }

  public String topic() {
    return key.topic();
  }

  public Uuid topicId() {
    return key.topicId();
  }

  public int partition() {
    return key.partition();
  }

  public long fetchOffset() {
    return fetchOffset;
  }

  public int bytesMax() {
    return bytesMax;
  }

  public int currentLeaderEpoch() {
    return currentLeaderEpoch;
  }

  public int lastFetchedEpoch() {
    return lastFetchedEpoch;
  }

  /// Whether the answer tells the client something new; notes that it was told.
  ///
  /// @param hasRecords whether there are records in it
  /// @param mustTell whether it holds an error or a diverging leader epoch
  boolean tells(boolean hasRecords, boolean mustTell, long highWatermark, long logStartOffset) {
    boolean changed =
        hasRecords
            || mustTell
            || highWatermark != sentHighWatermark
            || logStartOffset != sentLogStartOffset;
    // After an error the next good answer is news, whatever it says.
    sentHighWatermark = mustTell ? -1 : highWatermark;
    sentLogStartOffset = logStartOffset;
    return changed;
  }
}
