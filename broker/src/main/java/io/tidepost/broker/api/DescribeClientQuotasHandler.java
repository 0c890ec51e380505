package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.quota.ClientQuotas;
import io.tidepost.metadata.quota.QuotaEntity;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeClientQuotasRequest;
import io.tidepost.wire.message.DescribeClientQuotasRequest.ComponentData;
import io.tidepost.wire.message.DescribeClientQuotasResponse;
import io.tidepost.wire.message.DescribeClientQuotasResponse.EntityData;
import io.tidepost.wire.message.DescribeClientQuotasResponse.EntryData;
import io.tidepost.wire.message.DescribeClientQuotasResponse.ValueData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// DescribeClientQuotas (48), versions 0 and 1: the quotas of the entities that a filter selects.
final class DescribeClientQuotasHandler
    implements ApiHandler<DescribeClientQuotasRequest, DescribeClientQuotasResponse> {

  private static final byte EXACT = 0;
  private static final byte DEFAULT = 1;
  private static final byte ANY = 2;

  private static final Set<String> TYPES =
      Set.of(QuotaEntity.USER, QuotaEntity.CLIENT_ID, QuotaEntity.IP);

  private final BrokerContext context;

  DescribeClientQuotasHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DescribeClientQuotasRequest read(WireReader in, short version) {
    return DescribeClientQuotasRequest.read(in, version);
  }

  @Override
  public void handle(
      DescribeClientQuotasRequest request,
      RequestContext caller,
      Reply<DescribeClientQuotasResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.DESCRIBE_CONFIGS);
    check(request);
    var response = new DescribeClientQuotasResponse();
    response.errorMessage = null;
    response.entries = new ArrayList<>();
    for (Map.Entry<QuotaEntity, Map<String, Double>> entry :
        ClientQuotas.of(context.image().kept()).all().entrySet()) {
      if (selects(request, entry.getKey())) {
        response.entries.add(described(entry.getKey(), entry.getValue()));
      }
    }
    reply.send(response);
  }

  private static void check(DescribeClientQuotasRequest request) {
    Set<String> types = new HashSet<>();
    for (ComponentData component : request.components) {
      if (component.entityType.isEmpty()) {
        throw new ApiException(ErrorCode.INVALID_REQUEST, "Invalid empty entity type.");
      }
      if (!types.add(component.entityType)) {
        throw new ApiException(
            ErrorCode.INVALID_REQUEST,
            "Entity type " + component.entityType + " cannot appear more than once in the filter.");
      }
      if (!TYPES.contains(component.entityType)) {
        throw new ApiException(
            ErrorCode.UNSUPPORTED_VERSION, "Unsupported entity type " + component.entityType);
      }
      boolean named = component.match != null;
      if (component.matchType < EXACT
          || component.matchType > ANY
          || (component.matchType == EXACT) != named) {
        throw new ApiException(
            ErrorCode.INVALID_REQUEST,
            "Match type %d and match %s do not go together."
                .formatted(component.matchType, component.match));
      }
    }
    if (types.contains(QuotaEntity.IP) && types.size() > 1) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          "Invalid entity filter component combination. IP filter component should not be used with"
              + " user or clientId filter component.");
    }
  }

  private static boolean selects(DescribeClientQuotasRequest request, QuotaEntity entity) {
    if (request.strict && entity.parts().size() != request.components.size()) {
      return false;
    }
    for (ComponentData component : request.components) {
      if (!entity.parts().containsKey(component.entityType)) {
        return false;
      }
      String name = entity.parts().get(component.entityType);
      boolean selected =
          switch (component.matchType) {
            case EXACT -> Objects.equals(name, component.match);
            case DEFAULT -> name == null;
            default -> true;
          };
      if (!selected) {
        return false;
      }
    }
    return true;
  }

  private static EntryData described(QuotaEntity entity, Map<String, Double> quotas) {
    var entry = new EntryData();
    entity
        .parts()
        .forEach((type, name) -> {
          var part = new EntityData();
          part.entityType = type;
          part.entityName = name;
          entry.entity.add(part);
        });
    quotas.forEach((key, value) -> {
      var quota = new ValueData();
      quota.key = key;
      quota.value = value;
      entry.values.add(quota);
    });
    return entry;
  }

  @Override
  public DescribeClientQuotasResponse error(
      DescribeClientQuotasRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new DescribeClientQuotasResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    response.entries = null;
    return response;
  }
}
