package io.tidepost.broker.security;

import io.tidepost.broker.security.scram.Decoys;
import io.tidepost.broker.security.scram.ScramCredential;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.record.DelegationTokenRecord;
import io.tidepost.wire.record.UserScramCredentialRecord;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The credentials that the metadata keeps, as of the newest image. Any thread.
public final class Credentials {

  private final Decoys decoys = new Decoys();
  private volatile Supplier<MetadataImage> images = () -> MetadataImage.EMPTY;

  /// Takes images from `source` from now on.
  public void follow(Supplier<MetadataImage> source) {
    images = source;
  }

  /// What users who do not exist seem to have.
  public Decoys decoys() {
    return decoys;
  }

  /// Everything that is kept, for [#decoys].
  public KeptRecords kept() {
    return images.get().kept();
  }

  /// Whether this credential is there.
  public boolean has(KeptRecords.Key key) {
    return kept().get(key) != null;
  }

  /// What is kept of a user's password for this hash, `null` when nothing is.
  public @Nullable ScramCredential find(String user, ScramHash hash) {
    var key = KeptRecordKeys.scramCredential(user, hash.number());
    return images.get().kept().get(key) instanceof UserScramCredentialRecord record
        ? ScramCredential.of(record)
        : null;
  }

  /// A delegation token, `null` when there is none with this id.
  public @Nullable DelegationTokenRecord token(String tokenId) {
    return images.get().kept().get(KeptRecordKeys.delegationToken(tokenId))
            instanceof DelegationTokenRecord record
        ? record
        : null;
  }
}
