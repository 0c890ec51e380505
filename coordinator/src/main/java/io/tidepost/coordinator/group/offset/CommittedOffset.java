package io.tidepost.coordinator.group.offset;

import io.tidepost.base.Uuid;

/// Where a group is in one partition.
///
/// @param recordOffset offset of the record in `__consumer_offsets` that says so, -1 before it has
///   one
/// @param offset the next offset to be consumed
/// @param leaderEpoch leader epoch of the last consumed record, -1 when unknown
/// @param metadata whatever the client wants to keep with it
/// @param commitTimestampMillis when it was committed, milliseconds since 1970
/// @param expireTimestampMillis when it expires by the client's own wish, -1 when that is up to the
///   broker
/// @param topicId the topic meant, [Uuid#ZERO] when the record does not say
public record CommittedOffset(
    long recordOffset,
    long offset,
    int leaderEpoch,
    String metadata,
    long commitTimestampMillis,
    long expireTimestampMillis,
    Uuid topicId) {

  /// Whether this is about that topic, as far as one can tell: a topic that was deleted and made
  /// again has another id.
  public boolean isAbout(Uuid topic) {
    return topicId.equals(Uuid.ZERO) || topic.equals(Uuid.ZERO) || topicId.equals(topic);
  }

  /// Whether it may be dropped.
  ///
  /// @param idleSinceMillis since when the broker's retention counts
  public boolean isExpired(long idleSinceMillis, long retentionMillis, long nowMillis) {
    return expireTimestampMillis >= 0
        ? nowMillis >= expireTimestampMillis
        : nowMillis - idleSinceMillis >= retentionMillis;
  }
}
