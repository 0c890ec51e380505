package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.wire.record.DelegationTokenRecord;
import java.util.ArrayList;
import java.util.List;

/// Forgets the delegation tokens that have ended. Answers with their number.
public record RemoveEndedTokens(long nowMillis) implements Command<Integer> {

  @Override
  public Decision<Integer> decide(ControllerContext context) {
    List<MetadataRecord> records = new ArrayList<>();
    context
        .image()
        .kept()
        .ofType(DelegationTokenRecord.API_KEY)
        .forEach(message -> {
          if (message instanceof DelegationTokenRecord token
              && (token.maxTimestamp < nowMillis || token.expirationTimestamp < nowMillis)) {
            records.add(ChangeDelegationToken.removal(token.tokenId));
          }
        });
    return new Decision<>(records, records.size());
  }
}
