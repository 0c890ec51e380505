package io.tidepost.broker.question;

/// Something that only a node knows, and that others of its cluster may ask it for.
public interface NodeSubject {

  /// Answers a question of another node. Called on a thread of its own; may block for some seconds.
  ///
  /// @param version of the question and its answer
  /// @param body the question, at most [NodeQuestions#QUESTION_BYTES_MAX]
  /// @return at most [NodeQuestions#ANSWER_BYTES_MAX]
  /// @throws RefusedQuestion when there is no answer; the other node is told why
  byte[] answer(int version, byte[] body) throws RefusedQuestion;
}
