package io.tidepost.metadata.image;

import io.tidepost.metadata.image.KeptRecords.Key;
import io.tidepost.wire.record.ClientQuotaRecord;
import io.tidepost.wire.record.DelegationTokenRecord;
import io.tidepost.wire.record.UserScramCredentialRecord;
import org.jspecify.annotations.Nullable;

/// Under which key each kind of kept record stands.
public final class KeptRecordKeys {

  private KeptRecordKeys() {}

  public static Key delegationToken(String tokenId) {
    return new Key(DelegationTokenRecord.API_KEY, tokenId);
  }

  public static Key scramCredential(String user, byte mechanism) {
    return new Key(UserScramCredentialRecord.API_KEY, mechanism + ":" + user);
  }

  /// One quota of one entity; the parts of the entity may come in any order.
  public static Key clientQuota(ClientQuotaRecord record) {
    var text = new StringBuilder();
    record.entity.stream()
        .map(part -> quoted(part.entityType) + "=" + quoted(part.entityName))
        .sorted()
        .forEach(part -> text.append(part).append(','));
    return new Key(ClientQuotaRecord.API_KEY, text.append(record.key).toString());
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "default" : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
