package io.tidepost.coordinator.group;

import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ListGroupsRequest;
import io.tidepost.wire.message.ListGroupsResponse;
import io.tidepost.wire.message.ListGroupsResponse.ListedGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The groups of one shard.
public final class ListGroups implements Command<GroupCoordinatorShard> {

  private final ListGroupsRequest request;
  private final Reply<ListGroupsResponse> reply;

  public ListGroups(ListGroupsRequest request, Reply<ListGroupsResponse> reply) {
    this.request = request;
    this.reply = reply;
  }

  @Override
  public String key() {
    return "";
  }

  @Override
  public boolean refuse(ErrorCode error, Turn<GroupCoordinatorShard> turn) {
    ListGroupsResponse response = new ListGroupsResponse();
    response.errorCode = error.code();
    turn.reply(reply, response);
    return true;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ListGroupsResponse response = new ListGroupsResponse();
    Set<String> states = lowerCase(request.statesFilter);
    Set<String> types = lowerCase(request.typesFilter);
    for (String groupId : shard.groupIds()) {
      ListedGroup listed = list(groupId, shard);
      if (passes(types, listed.groupType) && passes(states, listed.groupState)) {
        response.groups.add(listed);
      }
    }
    turn.reply(reply, response);
  }

  private static ListedGroup list(String groupId, GroupCoordinatorShard shard) {
    Group group = shard.group(groupId);
    ListedGroup listed = new ListedGroup();
    listed.groupId = groupId;
    listed.groupType = (group == null ? GroupType.CLASSIC : group.type()).toString();
    listed.groupState = group == null ? "Empty" : group.stateName();
    listed.protocolType = group == null ? "" : group.protocolType();
    return listed;
  }

  private static boolean passes(Set<String> filter, String text) {
    return filter.isEmpty() || filter.contains(text.toLowerCase(Locale.ROOT));
  }

  private static Set<String> lowerCase(List<String> filter) {
    Set<String> result = new HashSet<>();
    filter.forEach(text -> result.add(text.trim().toLowerCase(Locale.ROOT)));
    return result;
  }
}
