package io.tidepost.broker.api;

import io.tidepost.broker.share.HostedSharePartition;
import io.tidepost.broker.share.ShareRead;
import io.tidepost.broker.share.ShareWaiter;
import io.tidepost.replica.share.AcquireRequest;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;

/// One partition of a ShareFetch. On its owner loop, except [#stopWaiting].
final class ShareFetchPart implements ShareWaiter {

  private final ShareFetchCall call;
  private final SharedTopicPartition id;
  private final HostedSharePartition hosted;
  private volatile boolean waiting;

  ShareFetchPart(ShareFetchCall call, SharedTopicPartition id, HostedSharePartition hosted) {
    this.call = call;
    this.id = id;
    this.hosted = hosted;
  }

  /// Takes what is there, then runs `next` on this partition's loop.
  ///
  /// @param onlyLook whether to find out only how much could be had
  void visit(boolean onlyLook, Runnable next) {
    hosted
        .loop()
        .run(() ->
            hosted.whenLoaded(error -> {
              if (error == ErrorCode.NONE) {
                fetch(onlyLook, next);
              } else {
                call.took(id, ShareRead.failed(error, null));
                next.run();
              }
            }));
  }

  private void fetch(boolean onlyLook, Runnable next) {
    if (!waiting && call.mayWait()) {
      waiting = true;
      hosted.addWaiter(this);
    }
    AcquireRequest request = call.request();
    if (request.recordsMax() <= 0) {
      next.run();
      return;
    }
    hosted.fetch(
        request,
        call.bytesLeft(),
        onlyLook,
        read -> {
          call.took(id, read);
          next.run();
        });
  }

  @Override
  public void worthLooking() {
    call.worthLooking();
  }

  /// Nobody waits any more. Any loop.
  void stopWaiting() {
    if (waiting) {
      hosted
          .loop()
          .run(() -> {
            if (waiting) {
              waiting = false;
              hosted.removeWaiter(this);
            }
          });
    }
  }
}
