package io.tidepost.registry.compatibility;

/// Which of two schemas reads what the other one wrote.
public enum Direction {
  NEW_READS_OLD("new", "old"),
  OLD_READS_NEW("old", "new");

  private final String reader;
  private final String writer;

  Direction(String reader, String writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /// Puts "new" and "old" where a sentence says `{reader}` and `{writer}`.
  public String say(String sentence) {
    return sentence.replace("{reader}", reader).replace("{writer}", writer);
  }
}
