package io.tidepost.broker.metric;

/// How the requests of one API fared on one loop, which records them.
final class RequestCounts {

  final LatencyCounts queue = new LatencyCounts();
  final LatencyCounts local = new LatencyCounts();
  final LatencyCounts remote = new LatencyCounts();
  final LatencyCounts replyQueue = new LatencyCounts();
  final LatencyCounts total = new LatencyCounts();

  /// Adds everything up to now to a sum.
  void addTo(RequestTimes sum) {
    queue.addTo(sum.queue());
    local.addTo(sum.local());
    remote.addTo(sum.remote());
    replyQueue.addTo(sum.replyQueue());
    total.addTo(sum.total());
  }
}
