package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.DelegationTokenRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a delegation token (KIP-48).
///
/// @param tokenId name of the token, that nobody has used before
/// @param owner principal that the token stands for
/// @param requester principal that asked for it
/// @param renewers principals that may prolong it, besides the owner
/// @param lifeMillis how long the requester wants to be able to prolong it; not positive for as
///   long as may be
/// @param lifeMillisMax `delegation.token.max.lifetime.ms`
/// @param renewMillis `delegation.token.expiry.time.ms`: how long it lasts without being prolonged
public record CreateDelegationToken(
    String tokenId,
    String owner,
    String requester,
    List<String> renewers,
    long lifeMillis,
    long lifeMillisMax,
    long renewMillis,
    long nowMillis)
    implements Command<CreateDelegationToken.Outcome> {

  /// @param failure why there is no token, or `null`
  /// @param token what was made, `null` when nothing was
  public record Outcome(@Nullable Failure failure, @Nullable DelegationTokenRecord token) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    if (!RecordVersions.hasDelegationTokens(context.image().features().metadataVersion())) {
      return Decision.unchanged(new Outcome(Failure.of(ErrorCode.UNSUPPORTED_VERSION), null));
    }
    long life = lifeMillis > 0 ? Math.min(lifeMillis, lifeMillisMax) : lifeMillisMax;
    var record = new DelegationTokenRecord();
    record.tokenId = tokenId;
    record.owner = owner;
    record.requester = requester;
    record.renewers = List.copyOf(renewers);
    record.issueTimestamp = nowMillis;
    record.maxTimestamp = later(nowMillis, life);
    record.expirationTimestamp = Math.min(record.maxTimestamp, later(nowMillis, renewMillis));
    return new Decision<>(List.of(MetadataRecord.of(record)), new Outcome(null, record));
  }

  static long later(long nowMillis, long millis) {
    return nowMillis > Long.MAX_VALUE - millis ? Long.MAX_VALUE : nowMillis + millis;
  }
}
