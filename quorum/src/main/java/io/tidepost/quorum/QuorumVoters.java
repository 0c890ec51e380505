package io.tidepost.quorum;

import io.tidepost.wire.record.VotersRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who votes, as far as the log itself says it (KIP-853).
///
/// @param kraftVersion level of `kraft.version`: 0 voters are configured, 1 they are in the log
/// @param voters newest voters record, or `null`
public record QuorumVoters(short kraftVersion, @Nullable VotersRecord voters) {

  /// Nothing in the log.
  static final QuorumVoters NONE = new QuorumVoters((short) 0, null);

  QuorumVoters withVersion(short version) {
    return new QuorumVoters(version, voters);
  }

  QuorumVoters withVoters(VotersRecord record) {
    return new QuorumVoters(kraftVersion, record);
  }

  /// Node ids of the voters; empty when the log does not name any.
  public List<Integer> ids() {
    return voters == null ? List.of() : voters.voters.stream().map(v -> v.voterId).toList();
  }
}
