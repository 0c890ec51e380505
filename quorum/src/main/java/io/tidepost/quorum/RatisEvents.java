package io.tidepost.quorum;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// What happens in the consensus library, as the engine wants to hear it. Called on the library's
/// threads; what comes from one thread comes in order.
interface RatisEvents {

  /// A unit was committed and fits: it is the next one of the metadata log on all voters.
  ///
  /// @param batch a record batch, not shared with anybody
  /// @param term of the log entry it came in
  /// @param index of that entry
  void applied(ByteBuffer batch, long term, long index);

  /// A snapshot of another voter replaced everything.
  void restored(RatisSnapshot.Content content, long index);

  /// This node leads, and every entry of earlier terms is applied.
  void leaderReady();

  /// Who leads has changed.
  void leaderChanged();

  /// Who votes has changed; committed.
  void voters(List<QuorumVoter> voters);

  /// The log cannot be written, or the state machine stopped.
  void failed(IOException cause);
}
