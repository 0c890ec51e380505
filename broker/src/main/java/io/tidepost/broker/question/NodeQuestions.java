package io.tidepost.broker.question;

import io.tidepost.broker.Log;
import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.NodeQuestionRequest;
import io.tidepost.wire.message.NodeQuestionResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Questions between the brokers of a cluster about what only a node knows: asks others, and has
/// theirs answered by subject. Both are bounded in size, and a node answers only so many at once.
/// Any thread.
public final class NodeQuestions {

  /// Largest question, in bytes.
  public static final int QUESTION_BYTES_MAX = 64 << 10;

  /// Largest answer, in bytes.
  public static final int ANSWER_BYTES_MAX = 4 << 20;

  private static final Log LOG = Log.of(NodeQuestions.class);
  private static final int AT_ONCE_MAX = 16;
  private static final int ANSWER_MILLIS_MAX = 15_000;

  private final Semaphore room = new Semaphore(AT_ONCE_MAX);
  private volatile Subjects subjects = name -> null;
  private volatile @Nullable BrokerConnections brokers;

  /// What a node answers questions about.
  @FunctionalInterface
  public interface Subjects {

    /// The subject with this name; `null` when there is none. Any thread; does not block.
    @Nullable NodeSubject find(String name);
  }

  /// From now on this node answers questions about these.
  public void answering(Subjects known) {
    subjects = known;
  }

  /// From now on others can be asked.
  ///
  /// @param others connections for nothing but questions: one that is not understood ends its
  ///   connection
  public void asking(BrokerConnections others) {
    brokers = others;
  }

  /// Answers another node, later and on another thread.
  public void answer(NodeQuestionRequest question, Consumer<NodeQuestionResponse> reply) {
    NodeSubject subject = subjects.find(question.subject);
    if (subject == null) {
      reply.accept(refusal(ErrorCode.INVALID_REQUEST, "Nothing is known here of this subject."));
      return;
    }
    if (question.body.remaining() > QUESTION_BYTES_MAX) {
      reply.accept(refusal(ErrorCode.MESSAGE_TOO_LARGE, "The question is too large."));
      return;
    }
    if (!room.tryAcquire()) {
      reply.accept(
          refusal(ErrorCode.THROTTLING_QUOTA_EXCEEDED, "Too many questions are being answered."));
      return;
    }
    byte[] body = bytes(question.body);
    Thread.ofVirtual()
        .name("tidepost-question")
        .start(() -> {
          NodeQuestionResponse response;
          try {
            response = answer(subject, question, body);
          } finally {
            room.release();
          }
          reply.accept(response);
        });
  }

  private static NodeQuestionResponse answer(
      NodeSubject subject, NodeQuestionRequest question, byte[] body) {
    try {
      byte[] answer = subject.answer(question.subjectVersion, body);
      if (answer.length > ANSWER_BYTES_MAX) {
        return refusal(ErrorCode.MESSAGE_TOO_LARGE, "The answer is too large.");
      }
      var response = new NodeQuestionResponse();
      response.body = ByteBuffer.wrap(answer);
      return response;
    } catch (RefusedQuestion e) {
      return refusal(e.error(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("a question about {} failed: {}", question.subject, e.toString());
      return refusal(ErrorCode.UNKNOWN_SERVER_ERROR, "The answer failed; its log says why.");
    }
  }

  /// A response that says why there is none.
  public static NodeQuestionResponse refusal(ErrorCode error, @Nullable String message) {
    var response = new NodeQuestionResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    return response;
  }

  /// Asks another broker.
  ///
  /// @return fails with a [RefusedQuestion], or an [IOException] when the node cannot be reached or
  ///   is silent for too long
  public CompletableFuture<byte[]> ask(int brokerId, String subject, int version, byte[] body) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    BrokerConnections others = brokers;
    NodeConnection connection = others == null ? null : others.to(brokerId);
    if (connection == null) {
      answer.completeExceptionally(
          new IOException("broker " + brokerId + " is not at the listener between brokers"));
      return answer;
    }
    var question = new NodeQuestionRequest();
    question.subject = subject;
    question.subjectVersion = (short) version;
    question.body = ByteBuffer.wrap(body);
    connection.send(
        new SimpleCall<>(
            NodeQuestionRequest.API_KEY,
            NodeQuestionRequest.LOWEST_VERSION,
            NodeQuestionRequest.HIGHEST_VERSION,
            question,
            NodeQuestionResponse::read,
            ANSWER_MILLIS_MAX,
            (response, failure) -> {
              if (response == null) {
                answer.completeExceptionally(failure == null ? new IOException() : failure);
              } else if (response.errorCode != ErrorCode.NONE.code()) {
                ErrorCode error = ErrorCode.of(response.errorCode);
                String why = response.errorMessage;
                answer.completeExceptionally(
                    new RefusedQuestion(error, why == null ? error.message() : why));
              } else {
                answer.complete(bytes(response.body));
              }
            }));
    return answer;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
