package io.tidepost.replica.share;

/// Records that are to be written to the dead-letter topic (KIP-1191).
///
/// @param firstOffset first offset
/// @param lastOffset last offset, inclusive
/// @param deliveryCount how often they were delivered
/// @param cause why they were given up
public record DeadLetter(long firstOffset, long lastOffset, short deliveryCount, Cause cause) {

  /// Why a record is given up.
  public enum Cause {
    /// A member rejected it.
    CLIENT_REJECT("Offset rejected by client."),
    /// It was delivered as often as the group allows.
    DELIVERY_COUNT_EXCEEDED("Offset delivery count exceeded the threshold.");

    private final String message;

    Cause(String message) {
      this.message = message;
    }

    /// What the record in the dead-letter topic says, in Kafka's words.
    public String message() {
      return message;
    }
  }
}
