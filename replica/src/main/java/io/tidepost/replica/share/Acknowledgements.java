package io.tidepost.replica.share;

import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks what a member acknowledges in one request against what it holds, all or nothing, and says
/// which changes that makes.
final class Acknowledgements {

  private final InFlight records;
  private final ShareSettings settings;
  private final String memberId;
  private final List<Change> changes = new ArrayList<>();
  private final List<Stretch> renewed = new ArrayList<>();

  Acknowledgements(InFlight records, ShareSettings settings, String memberId) {
    this.records = records;
    this.settings = settings;
    this.memberId = memberId;
  }

  /// What becomes of the records; meaningful when [#check] found nothing wrong.
  List<Change> changes() {
    return changes;
  }

  /// What is locked anew.
  List<Stretch> renewed() {
    return renewed;
  }

  /// @return [ErrorCode#NONE] when everything can be done
  ErrorCode check(List<AcknowledgedRange> ranges) {
    long previous = -1;
    for (AcknowledgedRange range : ranges) {
      ErrorCode wrong = checkForm(range, previous);
      if (wrong == ErrorCode.NONE) {
        wrong = checkHeld(range);
      }
      if (wrong != ErrorCode.NONE) {
        return wrong;
      }
      previous = range.lastOffset();
    }
    return ErrorCode.NONE;
  }

  private ErrorCode checkForm(AcknowledgedRange range, long previous) {
    long count = range.lastOffset() - range.firstOffset() + 1;
    int types = range.types().size();
    if (range.firstOffset() < 0
        || range.firstOffset() <= previous
        || range.lastOffset() < range.firstOffset()
        || types == 0
        || types > 1 && types != count) {
      return ErrorCode.INVALID_REQUEST;
    }
    for (byte id : range.types()) {
      AcknowledgeType type = AcknowledgeType.of(id);
      if (type == null || type == AcknowledgeType.RENEW && !settings.renewAllowed()) {
        return ErrorCode.INVALID_REQUEST;
      }
    }
    return ErrorCode.NONE;
  }

  private ErrorCode checkHeld(AcknowledgedRange range) {
    if (range.lastOffset() < records.startOffset()) {
      return ErrorCode.NONE; // gone meanwhile, by retention for example
    }
    if (range.lastOffset() >= records.endOffset()) {
      boolean nothingHeld = records.startOffset() == records.endOffset();
      return nothingHeld ? ErrorCode.INVALID_RECORD_STATE : ErrorCode.INVALID_REQUEST;
    }
    long first = Math.max(range.firstOffset(), records.startOffset());
    for (Stretch stretch : records.touching(first, range.lastOffset())) {
      if (stretch.lastOffset >= first && !stretch.isHeldBy(memberId)) {
        return ErrorCode.INVALID_RECORD_STATE;
      }
    }
    long from = first;
    while (from <= range.lastOffset()) {
      byte id = range.typeOf(from);
      long to = range.types().size() == 1 ? range.lastOffset() : from;
      while (to < range.lastOffset() && range.typeOf(to + 1) == id) {
        to++;
      }
      take(from, to, AcknowledgeType.of(id));
      from = to + 1;
    }
    return ErrorCode.NONE;
  }

  private void take(long first, long last, @Nullable AcknowledgeType type) {
    for (Stretch stretch : records.within(first, last)) {
      if (type == AcknowledgeType.RENEW) {
        renewed.add(stretch);
      } else {
        changes.add(change(stretch, type == null ? AcknowledgeType.GAP : type));
      }
    }
  }

  private Change change(Stretch stretch, AcknowledgeType type) {
    return switch (type) {
      case ACCEPT -> to(stretch, RecordState.ACKNOWLEDGED);
      case RELEASE -> released(stretch, settings);
      case REJECT ->
          settings.deadLetters()
              ? deadLetter(stretch, DeadLetter.Cause.CLIENT_REJECT)
              : to(stretch, RecordState.ARCHIVED);
      case GAP, RENEW -> to(stretch, RecordState.ARCHIVED);
    };
  }

  /// What becomes of a record that was not processed in time or not at all.
  static Change released(Stretch stretch, ShareSettings settings) {
    if (stretch.deliveryCount < settings.deliveryCountLimit()) {
      return to(stretch, RecordState.AVAILABLE);
    }
    return settings.deadLetters()
        ? deadLetter(stretch, DeadLetter.Cause.DELIVERY_COUNT_EXCEEDED)
        : to(stretch, RecordState.ARCHIVED);
  }

  private static Change deadLetter(Stretch stretch, DeadLetter.Cause cause) {
    return new Change(
        stretch.firstOffset,
        stretch.lastOffset,
        RecordState.ARCHIVING,
        stretch.deliveryCount,
        cause);
  }

  private static Change to(Stretch stretch, RecordState state) {
    return new Change(stretch.firstOffset, stretch.lastOffset, state, stretch.deliveryCount, null);
  }
}
