package io.tidepost.registry.decide;

import org.jspecify.annotations.Nullable;

/// The order of things when a node writes: be the only writer, know everything that was written
/// before, decide, write, answer. Whoever learns that another node has become the writer begins
/// again: what was decided may rest on what is not true any more.
///
/// Its shell does what [#step()] says and tells how that went.
public final class WriterTurn {

  /// What is to be done next.
  public enum Step {
    /// Make all writes of other nodes impossible, unless this node is the writer already.
    BECOME_WRITER,
    /// Read everything that is durable.
    CATCH_UP,
    /// Decide about the commands, anew.
    DECIDE,
    /// Make the records durable as one, and read them.
    WRITE,
    /// Answer what was decided.
    ANSWER,
    /// Answer that it did not work; whether something was written is not known.
    GIVE_UP
  }

  private final int triesMax;
  private Step step = Step.BECOME_WRITER;
  private int tries = 1;
  private @Nullable String failure;

  /// @param triesMax how often another node may come in between
  public WriterTurn(int triesMax) {
    this.triesMax = triesMax;
  }

  public Step step() {
    return step;
  }

  /// Why it was given up.
  public @Nullable String failure() {
    return failure;
  }

  /// This node is the writer.
  public void becameWriter() {
    step = Step.CATCH_UP;
  }

  /// Everything durable is known.
  public void caughtUp() {
    step = Step.DECIDE;
  }

  /// @param changing whether there is something to write
  public void decided(boolean changing) {
    step = changing ? Step.WRITE : Step.ANSWER;
  }

  /// The records are durable, and known.
  public void written() {
    step = Step.ANSWER;
  }

  /// Another node has become the writer. What of this turn was written all the same, because only
  /// the answer was lost, is seen when it is decided again.
  public void fenced(String why) {
    if (tries == triesMax) {
      failed(why);
    } else {
      tries++;
      step = Step.BECOME_WRITER;
    }
  }

  /// The step did not work.
  public void failed(String why) {
    failure = why;
    step = Step.GIVE_UP;
  }
}
