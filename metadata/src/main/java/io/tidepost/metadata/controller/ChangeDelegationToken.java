package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.DelegationTokenRecord;
import io.tidepost.wire.record.RemoveDelegationTokenRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes when a delegation token ends (KIP-48): prolongs it, lets it end sooner, or ends it now.
///
/// @param tokenId the token, `null` when nobody knows the one that was named
/// @param caller principal that asks
/// @param kind what is asked for
/// @param periodMillis from now on; when prolonging, not positive means as long as may be, else
///   negative means at once
/// @param renewMillisMax `delegation.token.expiry.time.ms`, a bound when prolonging
public record ChangeDelegationToken(
    @Nullable String tokenId,
    String caller,
    Kind kind,
    long periodMillis,
    long renewMillisMax,
    long nowMillis)
    implements Command<ChangeDelegationToken.Outcome> {

  /// What is asked for.
  public enum Kind {
    RENEW,
    EXPIRE
  }

  /// @param failure why nothing changed, or `null`
  /// @param expirationMillis when the token ends now; 0 with a failure
  public record Outcome(@Nullable Failure failure, long expirationMillis) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    if (!RecordVersions.hasDelegationTokens(context.image().features().metadataVersion())) {
      return refused(ErrorCode.UNSUPPORTED_VERSION);
    }
    if (tokenId == null
        || !(context.image().kept().get(KeptRecordKeys.delegationToken(tokenId))
            instanceof DelegationTokenRecord token)) {
      return refused(ErrorCode.DELEGATION_TOKEN_NOT_FOUND);
    }
    boolean ended = token.maxTimestamp < nowMillis || token.expirationTimestamp < nowMillis;
    boolean allowed = token.owner.equals(caller) || token.renewers.contains(caller);
    return kind == Kind.RENEW ? renew(token, ended, allowed) : expire(token, ended, allowed);
  }

  private Decision<Outcome> renew(DelegationTokenRecord token, boolean ended, boolean allowed) {
    if (ended) {
      return refused(ErrorCode.DELEGATION_TOKEN_EXPIRED);
    }
    if (!allowed) {
      return refused(ErrorCode.DELEGATION_TOKEN_OWNER_MISMATCH);
    }
    long period = periodMillis > 0 ? Math.min(periodMillis, renewMillisMax) : renewMillisMax;
    return until(token, CreateDelegationToken.later(nowMillis, period));
  }

  private Decision<Outcome> expire(DelegationTokenRecord token, boolean ended, boolean allowed) {
    if (!allowed) {
      return refused(ErrorCode.DELEGATION_TOKEN_OWNER_MISMATCH);
    }
    if (periodMillis < 0) {
      return new Decision<>(List.of(removal(token.tokenId)), new Outcome(null, nowMillis));
    }
    return ended
        ? refused(ErrorCode.DELEGATION_TOKEN_EXPIRED)
        : until(token, CreateDelegationToken.later(nowMillis, periodMillis));
  }

  static MetadataRecord removal(String tokenId) {
    var removal = new RemoveDelegationTokenRecord();
    removal.tokenId = tokenId;
    return MetadataRecord.of(removal);
  }

  private static Decision<Outcome> until(DelegationTokenRecord token, long millis) {
    var changed = new DelegationTokenRecord();
    changed.tokenId = token.tokenId;
    changed.owner = token.owner;
    changed.requester = token.requester;
    changed.renewers = token.renewers;
    changed.issueTimestamp = token.issueTimestamp;
    changed.maxTimestamp = token.maxTimestamp;
    changed.expirationTimestamp = Math.min(token.maxTimestamp, millis);
    return new Decision<>(
        List.of(MetadataRecord.of(changed)), new Outcome(null, changed.expirationTimestamp));
  }

  private static Decision<Outcome> refused(ErrorCode error) {
    return Decision.unchanged(new Outcome(Failure.of(error), 0));
  }
}
