package io.tidepost.broker.api;

import io.tidepost.broker.option.ShareGroupOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.replica.share.ShareMemberKey;
import io.tidepost.replica.share.ShareSessions;

/// The share sessions of all event loops: a member's session lives on the loop of the connection
/// that opened it, and ends with that connection. Each part of it is touched on its loop only.
final class ShareSessionTable {

  private final BrokerContext context;
  private final ShareSessions[] byLoop;

  ShareSessionTable(BrokerContext context) {
    this.context = context;
    int loops = context.loops().size();
    int slots = context.options().get(ShareGroupOptions.GROUP_SHARE_MAX_SHARE_SESSIONS);
    byLoop = new ShareSessions[loops];
    for (int i = 0; i < loops; i++) {
      byLoop[i] = new ShareSessions(Math.max(1, slots / loops));
    }
  }

  /// The sessions of the caller's loop.
  ShareSessions of(RequestContext caller) {
    return byLoop[caller.loop().index()];
  }

  /// A session was opened: others of the member are void, and it ends with its connection.
  void opened(ShareMemberKey member, RequestContext caller, Reply<?> reply) {
    int own = caller.loop().index();
    for (int i = 0; i < byLoop.length; i++) {
      if (i != own) {
        ShareSessions other = byLoop[i];
        context.loops().get(i).execute(() -> other.forget(member));
      }
    }
    reply.whenConnectionClosed(member, () -> disconnected(member, own, caller.connectionId()));
  }

  private void disconnected(ShareMemberKey member, int loop, String connectionId) {
    if (byLoop[loop].disconnected(member, connectionId)) {
      context.sharePartitions().release(member.groupId(), member.memberId());
    }
  }

  /// The member closed its session: what it still holds is available at once.
  void closed(ShareMemberKey member, Reply<?> reply) {
    reply.whenConnectionClosed(member, null);
    context.sharePartitions().release(member.groupId(), member.memberId());
  }
}
