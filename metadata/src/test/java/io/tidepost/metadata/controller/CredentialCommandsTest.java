package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidepost.metadata.controller.AlterScramCredentials.Deletion;
import io.tidepost.metadata.controller.ChangeDelegationToken.Kind;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.UserScramCredentialRecord;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Passwords and delegation tokens in the metadata.
class CredentialCommandsTest {

  private static final String OWNER = "User:alice";
  private static final String RENEWER = "User:bob";

  private final ControllerTester tester = new ControllerTester(1);

  private <R> R run(Command<R> command) {
    return tester.call(command);
  }

  private static UserScramCredentialRecord credential(String user, int mechanism, int iterations) {
    var record = new UserScramCredentialRecord();
    record.name = user;
    record.mechanism = (byte) mechanism;
    record.iterations = iterations;
    return record;
  }

  private @Nullable ErrorCode set(String user, int mechanism, int iterations) {
    var credential = credential(user, mechanism, iterations);
    Failure failure = run(new AlterScramCredentials(List.of(), List.of(credential))).get(user);
    return failure == null ? null : failure.error();
  }

  @Test
  void aPasswordIsKeptWithinBounds() {
    assertNull(set("alice", 1, 4096));
    assertEquals(ErrorCode.UNACCEPTABLE_CREDENTIAL, set("alice", 1, 4095));
    assertEquals(ErrorCode.UNACCEPTABLE_CREDENTIAL, set("alice", 1, 16385));
    assertEquals(ErrorCode.UNACCEPTABLE_CREDENTIAL, set("", 1, 4096));
    assertEquals(ErrorCode.UNSUPPORTED_SASL_MECHANISM, set("alice", 3, 4096));
    assertEquals(1, tester.image.kept().size());
  }

  @Test
  void aUserNamedTwiceChangesNothing() {
    var outcome =
        run(
            new AlterScramCredentials(
                List.of(), List.of(credential("alice", 1, 4096), credential("alice", 2, 4096))));
    Failure failure = outcome.get("alice");
    assertEquals(ErrorCode.DUPLICATE_RESOURCE, Objects.requireNonNull(failure).error());
    assertEquals(0, tester.image.kept().size());
  }

  @Test
  void whatIsNotThereCannotBeDeleted() {
    var deletion = new AlterScramCredentials(List.of(new Deletion("x", (byte) 1)), List.of());
    Failure failure = run(deletion).get("x");
    assertEquals(ErrorCode.RESOURCE_NOT_FOUND, Objects.requireNonNull(failure).error());
  }

  private void create(long now) {
    run(new CreateDelegationToken("t", OWNER, OWNER, List.of(RENEWER), 500, 1000, 100, now));
  }

  private ChangeDelegationToken.Outcome change(String caller, Kind kind, long period, long now) {
    return run(new ChangeDelegationToken("t", caller, kind, period, 100, now));
  }

  private static @Nullable ErrorCode error(ChangeDelegationToken.Outcome outcome) {
    Failure failure = outcome.failure();
    return failure == null ? null : failure.error();
  }

  @Test
  void aTokenIsProlongedByThoseWhoMayAndNeverBeyondItsLife() {
    create(0);
    assertEquals(150, change(RENEWER, Kind.RENEW, 100, 50).expirationMillis());
    assertEquals(200, change(OWNER, Kind.RENEW, 5000, 100).expirationMillis());
    assertEquals(
        ErrorCode.DELEGATION_TOKEN_OWNER_MISMATCH, error(change("User:x", Kind.RENEW, 1, 100)));
    for (long now = 150; now <= 450; now += 50) {
      assertEquals(Math.min(500, now + 100), change(OWNER, Kind.RENEW, -1, now).expirationMillis());
    }
    assertEquals(ErrorCode.DELEGATION_TOKEN_EXPIRED, error(change(OWNER, Kind.RENEW, 1, 501)));
  }

  @Test
  void aTokenEnds() {
    create(0);
    assertEquals(60, change(OWNER, Kind.EXPIRE, 10, 50).expirationMillis());
    assertEquals(0, run(new RemoveEndedTokens(60)));
    assertEquals(1, run(new RemoveEndedTokens(61)));
    assertEquals(ErrorCode.DELEGATION_TOKEN_NOT_FOUND, error(change(OWNER, Kind.EXPIRE, 1, 61)));
    create(100);
    assertNull(error(change(RENEWER, Kind.EXPIRE, -1, 100)));
    assertEquals(0, tester.image.kept().size());
  }
}
