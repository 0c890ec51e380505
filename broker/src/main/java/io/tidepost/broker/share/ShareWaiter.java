package io.tidepost.broker.share;

/// Waits for records that a share partition can deliver.
public interface ShareWaiter {

  /// It is worth looking again. Called on the partition's owner loop, never from within a fetch.
  void worthLooking();
}
