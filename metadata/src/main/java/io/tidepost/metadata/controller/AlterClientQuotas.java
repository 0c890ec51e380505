package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.quota.ClientQuotas;
import io.tidepost.metadata.quota.QuotaEntity;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
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

  private static final Set<String> WHOLE =
      Set.of(
          ClientQuotas.PRODUCER_BYTE_RATE,
          ClientQuotas.CONSUMER_BYTE_RATE,
          ClientQuotas.CONNECTION_CREATION_RATE);

  private static final Set<String> OF_CLIENTS =
      Set.of(
          ClientQuotas.PRODUCER_BYTE_RATE,
          ClientQuotas.CONSUMER_BYTE_RATE,
          ClientQuotas.REQUEST_PERCENTAGE,
          ClientQuotas.CONTROLLER_MUTATION_RATE);

  private static final double WHOLE_ENOUGH = 1e-6;

  /// What happens to one quota of an entity.
  ///
  /// @param value `null` removes it
  public record Change(String key, @Nullable Double value) {}

  /// What happens to one entity.
  ///
  /// @param problem what is wrong with the entity as the client wrote it, if anything
  public record Alteration(QuotaEntity entity, @Nullable String problem, List<Change> changes) {}

  @Override
  public Decision<List<@Nullable Failure>> decide(ControllerContext context) {
    List<@Nullable Failure> outcomes = new ArrayList<>();
    List<MetadataRecord> records = new ArrayList<>();
    Set<QuotaEntity> seen = new HashSet<>();
    for (Alteration alteration : alterations) {
      Failure failure =
          seen.add(alteration.entity)
              ? check(alteration)
              : invalid("Ignoring duplicate entity " + alteration.entity.parts());
      outcomes.add(failure);
      if (failure == null && !validateOnly) {
        alteration.changes.forEach(change -> {
          ClientQuotaRecord record = record(alteration.entity, change);
          if (isNews(context.image().kept().get(KeptRecordKeys.clientQuota(record)), record)) {
            records.add(MetadataRecord.of(record));
          }
        });
      }
    }
    return new Decision<>(records, outcomes);
  }

  private static boolean isNews(@Nullable Message before, ClientQuotaRecord record) {
    return before instanceof ClientQuotaRecord known
        ? record.remove || known.value != record.value
        : !record.remove;
  }

  private static @Nullable Failure check(Alteration alteration) {
    Map<String, @Nullable String> parts = alteration.entity.parts();
    if (alteration.problem != null) {
      return invalid(alteration.problem);
    }
    if (parts.isEmpty()) {
      return invalid("Invalid empty client quota entity");
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
    boolean ofAddress = parts.containsKey(QuotaEntity.IP);
    if (ofAddress && parts.size() > 1) {
      return invalid(
          "Invalid quota entity combination, IP entity should not be combined with User or"
              + " ClientId");
    }
    return check(alteration.changes, ofAddress);
  }

  private static @Nullable Failure check(List<Change> changes, boolean ofAddress) {
    Set<String> keys = new HashSet<>();
    for (Change change : changes) {
      if (!keys.add(change.key)) {
        return invalid("Duplicate quota key " + change.key);
      }
      Double value = change.value;
      Failure failure = value == null ? null : check(change.key, value, ofAddress);
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private static @Nullable Failure check(String key, double value, boolean ofAddress) {
    if (ofAddress
        ? !key.equals(ClientQuotas.CONNECTION_CREATION_RATE)
        : !OF_CLIENTS.contains(key)) {
      return invalid("Invalid configuration key " + key);
    }
    if (!(value > 0)) {
      return invalid("Quota " + key + " must be greater than 0");
    }
    if (!WHOLE.contains(key)) {
      return null;
    }
    if (value > (ofAddress ? Integer.MAX_VALUE : Long.MAX_VALUE)) {
      return invalid(
          "Proposed value for %s is too large for %s."
              .formatted(key, ofAddress ? "an INT" : "a LONG"));
    }
    return value % 1 > WHOLE_ENOUGH ? invalid(key + " cannot be a fractional value.") : null;
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
