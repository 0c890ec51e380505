package io.tidepost.log;

/// How far the background scrub of a log has come. Owner loop.
public final class ScrubCursor {

  long segmentBaseOffset = -1;
  int segmentCuts;
  long position;
  long nextOffset = -1;

  /// The segment is done: the next one is the first with a larger base offset.
  void segmentDone(long baseOffset) {
    segmentBaseOffset = baseOffset;
    position = 0;
    nextOffset = -1;
  }
}
