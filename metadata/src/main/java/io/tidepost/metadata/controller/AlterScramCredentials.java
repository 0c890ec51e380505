package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.RemoveUserScramCredentialRecord;
import io.tidepost.wire.record.UserScramCredentialRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sets and removes the SCRAM credentials of users (KIP-554); each user succeeds or fails for
/// itself, and is named once.
///
/// @param deletions what is removed
/// @param upsertions what is set, with keys that were made of the password already
public record AlterScramCredentials(
    List<Deletion> deletions, List<UserScramCredentialRecord> upsertions)
    implements Command<Map<String, @Nullable Failure>> {

  /// Most rounds of hashing a credential may ask for: more would be a burden, not a protection.
  public static final int ITERATIONS_MAX = 16384;

  /// Least rounds of hashing.
  public static final int ITERATIONS_MIN = 4096;

  private static final int MECHANISMS = 2;

  /// @param mechanism 1 for SCRAM-SHA-256, 2 for SCRAM-SHA-512
  public record Deletion(String user, byte mechanism) {}

  @Override
  public Decision<Map<String, @Nullable Failure>> decide(ControllerContext context) {
    Map<String, @Nullable Failure> outcomes = new LinkedHashMap<>();
    Map<String, MetadataRecord> records = new LinkedHashMap<>();
    for (Deletion deletion : deletions) {
      add(deletion.user(), checkDeletion(context, deletion), removal(deletion), outcomes, records);
    }
    for (UserScramCredentialRecord upsertion : upsertions) {
      MetadataRecord record = MetadataRecord.of(upsertion);
      add(upsertion.name, checkUpsertion(context, upsertion), record, outcomes, records);
    }
    return new Decision<>(new ArrayList<>(records.values()), outcomes);
  }

  private static void add(
      String user,
      @Nullable Failure failure,
      MetadataRecord record,
      Map<String, @Nullable Failure> outcomes,
      Map<String, MetadataRecord> records) {
    Failure why = failure;
    if (outcomes.containsKey(user)) {
      records.remove(user);
      why =
          new Failure(
              ErrorCode.DUPLICATE_RESOURCE,
              "A user credential cannot be altered twice in the same request");
    } else if (why == null) {
      records.put(user, record);
    }
    outcomes.put(user, why);
  }

  private static MetadataRecord removal(Deletion deletion) {
    var record = new RemoveUserScramCredentialRecord();
    record.name = deletion.user();
    record.mechanism = deletion.mechanism();
    return MetadataRecord.of(record);
  }

  private static @Nullable Failure checkDeletion(ControllerContext context, Deletion deletion) {
    Failure failure = check(context, deletion.user(), deletion.mechanism());
    if (failure != null) {
      return failure;
    }
    var key = KeptRecordKeys.scramCredential(deletion.user(), deletion.mechanism());
    return context.image().kept().get(key) == null
        ? new Failure(
            ErrorCode.RESOURCE_NOT_FOUND, "Attempt to delete a user credential that does not exist")
        : null;
  }

  private static @Nullable Failure checkUpsertion(
      ControllerContext context, UserScramCredentialRecord upsertion) {
    Failure failure = check(context, upsertion.name, upsertion.mechanism);
    if (failure == null && upsertion.iterations < ITERATIONS_MIN) {
      failure = new Failure(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Too few iterations");
    }
    if (failure == null && upsertion.iterations > ITERATIONS_MAX) {
      failure = new Failure(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Too many iterations");
    }
    return failure;
  }

  private static @Nullable Failure check(ControllerContext context, String user, byte mechanism) {
    if (!RecordVersions.hasScram(context.image().features().metadataVersion())) {
      return new Failure(
          ErrorCode.UNSUPPORTED_VERSION, "The current metadata.version does not support SCRAM");
    }
    if (user.isEmpty()) {
      return new Failure(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Username must not be empty");
    }
    if (mechanism < 1 || mechanism > MECHANISMS) {
      return new Failure(ErrorCode.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism");
    }
    return null;
  }
}
