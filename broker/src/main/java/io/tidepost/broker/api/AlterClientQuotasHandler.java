package io.tidepost.broker.api;

import io.tidepost.broker.quota.AddressQuotas;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.AlterClientQuotas;
import io.tidepost.metadata.controller.AlterClientQuotas.Alteration;
import io.tidepost.metadata.controller.AlterClientQuotas.Change;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.quota.QuotaEntity;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AlterClientQuotasRequest;
import io.tidepost.wire.message.AlterClientQuotasRequest.EntityData;
import io.tidepost.wire.message.AlterClientQuotasRequest.EntryData;
import io.tidepost.wire.message.AlterClientQuotasResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// AlterClientQuotas (49), versions 0 and 1: sets and removes quotas, each entity for itself.
final class AlterClientQuotasHandler
    implements ApiHandler<AlterClientQuotasRequest, AlterClientQuotasResponse> {

  private final BrokerContext context;

  AlterClientQuotasHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public AlterClientQuotasRequest read(WireReader in, short version) {
    return AlterClientQuotasRequest.read(in, version);
  }

  @Override
  public void handle(
      AlterClientQuotasRequest request,
      RequestContext caller,
      Reply<AlterClientQuotasResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.ALTER_CONFIGS);
    if (request.entries.stream().allMatch(AlterClientQuotasHandler::isQuick)) {
      submit(request, caller, reply);
    } else {
      context
          .logs()
          .pool()
          .execute(() -> {
            try {
              submit(request, caller, reply);
            } catch (RuntimeException e) {
              reply.fail(e);
            }
          });
    }
  }

  /// Whether no host has to be looked up, which may block.
  private static boolean isQuick(EntryData entry) {
    return entry.entity.stream()
        .allMatch(part ->
            !part.entityType.equals(QuotaEntity.IP)
                || part.entityName == null
                || AddressQuotas.isAddress(part.entityName));
  }

  private void submit(
      AlterClientQuotasRequest request,
      RequestContext caller,
      Reply<AlterClientQuotasResponse> reply) {
    List<Alteration> alterations =
        request.entries.stream().map(AlterClientQuotasHandler::alteration).toList();
    if (!request.validateOnly) {
      alterations.forEach(each ->
          context
              .authorizations()
              .change(
                  caller, AclOperation.ALTER_CONFIGS, "QUOTA", each.entity().parts().toString()));
    }
    context
        .controller()
        .submit(
            new AlterClientQuotas(alterations, request.validateOnly),
            ControllerAnswers.into(reply, outcomes -> response(request, outcomes)));
  }

  private static Alteration alteration(EntryData entry) {
    Map<String, @Nullable String> parts = new HashMap<>();
    String problem = null;
    for (EntityData part : entry.entity) {
      if (parts.containsKey(part.entityType)) {
        problem = "Invalid client quota entity, duplicate entity entry " + part.entityType;
      } else if (part.entityType.equals(QuotaEntity.IP) && !isHost(part.entityName)) {
        problem = part.entityName + " is not a valid IP or resolvable host.";
      }
      parts.put(part.entityType, part.entityName);
    }
    List<Change> changes = new ArrayList<>();
    entry.ops.forEach(op -> changes.add(new Change(op.key, op.remove ? null : op.value)));
    return new Alteration(QuotaEntity.of(parts), problem, changes);
  }

  private static boolean isHost(@Nullable String name) {
    try {
      return name == null || name.isEmpty() || InetAddress.getByName(name) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static AlterClientQuotasResponse response(
      AlterClientQuotasRequest request, List<@Nullable Failure> outcomes) {
    var response = new AlterClientQuotasResponse();
    for (int i = 0; i < outcomes.size(); i++) {
      Failure failure = outcomes.get(i);
      response.entries.add(
          answer(request.entries.get(i), Failure.code(failure), Failure.message(failure)));
    }
    return response;
  }

  private static AlterClientQuotasResponse.EntryData answer(
      EntryData entry, short code, @Nullable String message) {
    var answer = new AlterClientQuotasResponse.EntryData();
    answer.errorCode = code;
    answer.errorMessage = message;
    entry.entity.forEach(part -> {
      var named = new AlterClientQuotasResponse.EntityData();
      named.entityType = part.entityType;
      named.entityName = part.entityName;
      answer.entity.add(named);
    });
    return answer;
  }

  @Override
  public AlterClientQuotasResponse error(
      AlterClientQuotasRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new AlterClientQuotasResponse();
    request.entries.forEach(entry ->
        response.entries.add(
            answer(entry, error.code(), message == null ? error.message() : message)));
    return response;
  }
}
