package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.quota.ClientQuotas;
import io.tidepost.metadata.quota.QuotaEntity;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.ClientQuotaRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sets and removes client quotas; each entity succeeds or fails for itself.
///
/// @param alterations in the order of the request
/// @param validateOnly whether nothing shall be changed
public record AlterClientQuotas(
    List<AlterClientQuotas.Alteration> alterations, boolean validateOnly)
    implements Command<List<@Nullable Failure>> {

  /// Quotas that are known to Kafka and not enforced here.
  private static final Set<String> NOT_ENFORCED =
      Set.of("request_percentage", "controller_mutation_rate", "connection_creation_rate");

  private static final Set<String> KEYS =
      Set.of(ClientQuotas.PRODUCER_BYTE_RATE, ClientQuotas.CONSUMER_BYTE_RATE);

  private static final double WHOLE = 1e-6;

  /// What happens to one quota of an entity.
  ///
  /// @param value `null` removes it
  public record Change(String key, @Nullable Double value) {}

  /// What happens to one entity.
  ///
  /// @param twice whether a type of part was named twice
  public record Alteration(QuotaEntity entity, boolean twice, List<Change> changes) {}

  @Override
  public Decision<List<@Nullable Failure>> decide(ControllerContext context) {
    List<@Nullable Failure> outcomes = new ArrayList<>();
    List<MetadataRecord> records = new ArrayList<>();
    Set<QuotaEntity> seen = new HashSet<>();
    for (Alteration alteration : alterations) {
      Failure failure =
          seen.add(alteration.entity)
              ? check(alteration)
              : invalid("The quota entity is named twice in one request.");
      outcomes.add(failure);
      if (failure == null && !validateOnly) {
        alteration.changes.forEach(change -> {
          ClientQuotaRecord record = record(alteration.entity, change);
          boolean there = context.image().kept().get(KeptRecordKeys.clientQuota(record)) != null;
          if (there || !record.remove) {
            records.add(MetadataRecord.of(record));
          }
        });
      }
    }
    return new Decision<>(records, outcomes);
  }

  private static @Nullable Failure check(Alteration alteration) {
    Map<String, @Nullable String> parts = alteration.entity.parts();
    if (parts.isEmpty() || alteration.twice) {
      return invalid("Invalid empty client quota entity, or one with a part twice.");
    }
    for (Map.Entry<String, @Nullable String> part : parts.entrySet()) {
      String type = part.getKey();
      if (!type.equals(QuotaEntity.USER)
          && !type.equals(QuotaEntity.CLIENT_ID)
          && !type.equals(QuotaEntity.IP)) {
        return invalid("Unhandled client quota entity type: " + type);
      }
      if ("".equals(part.getValue())) {
        return invalid("Empty " + type + " not supported");
      }
    }
    if (parts.containsKey(QuotaEntity.IP) && parts.size() > 1) {
      return invalid(
          "Invalid quota entity combination, IP entity should not be combined with User or"
              + " ClientId");
    }
    for (Change change : alteration.changes) {
      Failure failure = check(change, parts.containsKey(QuotaEntity.IP));
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private static @Nullable Failure check(Change change, boolean ofAddress) {
    Double value = change.value;
    if (NOT_ENFORCED.contains(change.key)) {
      return value == null
          ? null
          : invalid(change.key + " is not enforced by this version and cannot be set");
    }
    if (ofAddress || !KEYS.contains(change.key)) {
      return invalid("Invalid configuration key " + change.key);
    }
    if (value == null) {
      return null;
    }
    if (!(value > 0)) {
      return invalid("Quota " + change.key + " must be greater than 0");
    }
    if (value > Long.MAX_VALUE || Math.abs(value - Math.rint(value)) > WHOLE) {
      return invalid(change.key + " cannot be a fractional value.");
    }
    return null;
  }

  private static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID_REQUEST, message);
  }

  private static ClientQuotaRecord record(QuotaEntity entity, Change change) {
    var record = new ClientQuotaRecord();
    entity
        .parts()
        .forEach((type, name) -> {
          var part = new ClientQuotaRecord.EntityData();
          part.entityType = type;
          part.entityName = name;
          record.entity.add(part);
        });
    record.key = change.key;
    Double value = change.value;
    record.remove = value == null;
    record.value = value == null ? 0 : value;
    return record;
  }
}
