package io.tidepost.dist.question;

import io.tidepost.broker.question.NodeSubject;
import io.tidepost.broker.question.RefusedQuestion;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.fact.Fact;
import io.tidepost.console.fact.NodeFacts;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;

/// Answers a fact for another node.
///
/// @param version that is understood here
/// @param facts of this node
record FactSubject(int version, Class<? extends Fact<?>> fact, NodeFacts facts)
    implements NodeSubject {

  @Override
  public byte[] answer(int asked, byte[] body) throws RefusedQuestion {
    if (asked != version) {
      throw new RefusedQuestion(
          ErrorCode.UNSUPPORTED_VERSION, "is of another release and does not understand this");
    }
    try {
      return FactSubjects.JSON.writeValueAsBytes(FactSubjects.JSON.readValue(body, fact).of(facts));
    } catch (ConsoleFailure e) {
      throw new RefusedQuestion(ErrorCode.REQUEST_TIMED_OUT, "is not ready, or too busy");
    } catch (IOException e) {
      throw new RefusedQuestion(ErrorCode.INVALID_REQUEST, "does not understand the question");
    }
  }
}
