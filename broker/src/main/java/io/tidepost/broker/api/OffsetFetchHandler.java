package io.tidepost.broker.api;

import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.offset.OffsetFetch;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.OffsetFetchRequest;
import io.tidepost.wire.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.tidepost.wire.message.OffsetFetchResponse;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where groups are: one group before version 8, several since; topics by id since version 10.
final class OffsetFetchHandler implements ApiHandler<OffsetFetchRequest, OffsetFetchResponse> {

  private final BrokerContext broker;

  OffsetFetchHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public OffsetFetchRequest read(WireReader in, short version) {
    return OffsetFetchRequest.read(in, version);
  }

  @Override
  public void handle(
      OffsetFetchRequest request, RequestContext context, Reply<OffsetFetchResponse> reply) {
    OffsetFetchForm form = new OffsetFetchForm(context.apiVersion(), broker.image().topics());
    List<OffsetFetchRequestGroup> groups = form.groups(request);
    Gather<OffsetFetchResponseGroup> gather =
        new Gather<>(groups.size(), answers -> reply.send(form.response(answers)));
    for (int i = 0; i < groups.size(); i++) {
      int number = i;
      OffsetFetchRequestGroup group = groups.get(i);
      if (!broker.authorizations().allowOnGroup(context, AclOperation.DESCRIBE, group.groupId)) {
        gather.arrived(number, form.refused(group, ErrorCode.GROUP_AUTHORIZATION_FAILED));
        continue;
      }
      OffsetFetchForm.Known known =
          form.known(
              group,
              topic -> broker.authorizations().allowOnTopic(context, AclOperation.DESCRIBE, topic));
      broker
          .groups()
          .submit(
              new OffsetFetch(
                  known.request(),
                  request.requireStable,
                  new io.tidepost.coordinator.runtime.Reply<>(
                      answer -> gather.arrived(number, form.complete(answer, known)))));
    }
  }

  @Override
  public OffsetFetchResponse error(
      OffsetFetchRequest request, short version, ErrorCode error, @Nullable String message) {
    OffsetFetchForm form = new OffsetFetchForm(version, broker.image().topics());
    return form.response(
        form.groups(request).stream().map(group -> form.refused(group, error)).toList());
  }
}
