package io.tidepost.broker.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.share.state.ShareStates;
import io.tidepost.wire.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ShareErrorsTest {

  /// What a share consumer of Kafka takes in the answer to a fetch as a reason to come again
  /// (`ShareFetchCollector`); anything else but CORRUPT_MESSAGE ends the application's poll.
  private static final Set<ErrorCode> COMES_AGAIN =
      EnumSet.of(
          ErrorCode.NOT_LEADER_OR_FOLLOWER,
          ErrorCode.REPLICA_NOT_AVAILABLE,
          ErrorCode.KAFKA_STORAGE_ERROR,
          ErrorCode.FENCED_LEADER_EPOCH,
          ErrorCode.OFFSET_NOT_AVAILABLE,
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          ErrorCode.UNKNOWN_TOPIC_ID,
          ErrorCode.INCONSISTENT_TOPIC_ID,
          ErrorCode.UNKNOWN_LEADER_EPOCH,
          ErrorCode.UNKNOWN_SERVER_ERROR);

  @ParameterizedTest
  @EnumSource(
      names = {"NOT_COORDINATOR", "COORDINATOR_LOAD_IN_PROGRESS", "COORDINATOR_NOT_AVAILABLE"})
  void aCoordinatorThatLoadsLetsTheMemberComeAgain(ErrorCode error) {
    assertTrue(ShareStates.passes(error));
    assertTrue(COMES_AGAIN.contains(ShareErrors.ofLoading(error)));
  }

  /// The same codes are known where acknowledgements are answered.
  @ParameterizedTest
  @EnumSource(
      names = {"NOT_COORDINATOR", "COORDINATOR_LOAD_IN_PROGRESS", "COORDINATOR_NOT_AVAILABLE"})
  void anAcknowledgementNamesTheCoordinator(ErrorCode error) {
    assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, ShareErrors.toClient(error));
  }

  @ParameterizedTest
  @EnumSource(names = {"GROUP_ID_NOT_FOUND", "INVALID_REQUEST", "KAFKA_STORAGE_ERROR"})
  void whatDoesNotPassIsToldAsItIs(ErrorCode error) {
    assertEquals(error, ShareErrors.ofLoading(error));
  }
}
