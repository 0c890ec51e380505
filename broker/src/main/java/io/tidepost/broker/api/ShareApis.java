package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import org.jspecify.annotations.Nullable;

/// The APIs of share groups (KIP-932).
public final class ShareApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    Sessions sessions = new Sessions();
    registry.serve(76, 1, 1, context -> new ShareGroupHeartbeatHandler(context));
    registry.serve(77, 1, 1, context -> new ShareGroupDescribeHandler(context));
    registry.serve(78, 1, 2, context -> new ShareFetchHandler(context, sessions.of(context)));
    registry.serve(79, 1, 2, context -> new ShareAcknowledgeHandler(context, sessions.of(context)));
    registry.serve(83, 0, 0, context -> new InitializeShareGroupStateHandler(context));
    registry.serve(84, 0, 0, context -> new ReadShareGroupStateHandler(context));
    registry.serve(85, 0, 1, context -> new WriteShareGroupStateHandler(context));
    registry.serve(86, 0, 0, context -> new DeleteShareGroupStateHandler(context));
    registry.serve(87, 0, 1, context -> new ReadShareGroupStateSummaryHandler(context));
    registry.serve(90, 0, 1, context -> new DescribeShareGroupOffsetsHandler(context));
    registry.serve(91, 0, 0, context -> new AlterShareGroupOffsetsHandler(context));
    registry.serve(92, 0, 0, context -> new DeleteShareGroupOffsetsHandler(context));
  }

  /// ShareFetch and ShareAcknowledge know the same sessions.
  private static final class Sessions {

    private @Nullable ShareSessionTable table;

    synchronized ShareSessionTable of(BrokerContext context) {
      ShareSessionTable known = table;
      if (known == null) {
        known = new ShareSessionTable(context);
        table = known;
      }
      return known;
    }
  }
}
