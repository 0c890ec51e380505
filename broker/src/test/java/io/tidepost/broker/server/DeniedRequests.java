package io.tidepost.broker.server;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// One request per API that somebody without any permission is refused. A new API comes with a line
/// here, or with the reason why nobody is refused it in [#OPEN].
final class DeniedRequests {

  /// A request and what those hear who may not.
  ///
  /// @param request makes it about the topic or group of this name
  record Denied(int version, ErrorCode error, Function<String, Message> request) {}

  /// APIs that everybody may call: 16 ListGroups and 66 ListTransactions (show what may be seen),
  /// 17 and 36 (SASL, before anybody is known), 18 ApiVersions, 38 to 41 (delegation tokens, of
  /// which everybody has their own), 60 DescribeCluster (only the operations are hidden), 71 and 72
  /// (client telemetry).
  static final List<Integer> OPEN = List.of(16, 17, 18, 36, 38, 39, 40, 41, 60, 66, 71, 72);

  static final List<Denied> ALL = new ArrayList<>();

  static {
    DeniedDataRequests.addAll();
    DeniedGroupRequests.addAll();
    DeniedShareRequests.addAll();
    DeniedAdminRequests.addAll();
    DeniedReplicationRequests.addAll();
  }

  private DeniedRequests() {}

  static void add(int version, ErrorCode error, Function<String, Message> request) {
    ALL.add(new Denied(version, error, request));
  }

  static <T> T with(T target, Consumer<T> fill) {
    fill.accept(target);
    return target;
  }
}
