package io.tidepost.broker.question;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidepost.broker.group.RawClient;
import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ApiVersionsRequest;
import io.tidepost.wire.message.ApiVersionsResponse;
import io.tidepost.wire.message.NodeQuestionRequest;
import io.tidepost.wire.message.NodeQuestionResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Questions between nodes as they come over a connection: who may ask, and within what bounds.
class NodeQuestionsTest {

  private static final byte[] NOTHING = {};
  private static final int AT_ONCE = 16;

  @TempDir Path directory;

  /// Answers with what it is asked, so many times over as the version says.
  private static final class Echo implements NodeSubject {

    final AtomicInteger asked = new AtomicInteger();

    @Override
    public byte[] answer(int version, byte[] body) throws RefusedQuestion {
      asked.incrementAndGet();
      if (version == 0) {
        throw new RefusedQuestion(ErrorCode.UNSUPPORTED_VERSION, "not in version 0");
      }
      byte[] all = new byte[body.length * version];
      for (int i = 0; i < version; i++) {
        System.arraycopy(body, 0, all, i * body.length, body.length);
      }
      return all;
    }
  }

  private static NodeQuestionRequest question(String subject, int version, byte[] body) {
    var request = new NodeQuestionRequest();
    request.subject = subject;
    request.subjectVersion = (short) version;
    request.body = ByteBuffer.wrap(body);
    return request;
  }

  private static NodeQuestionResponse ask(
      RawClient client, String subject, int version, byte[] body) throws Exception {
    return client.call(question(subject, version, body), 0, 0, NodeQuestionResponse::read);
  }

  private static ErrorCode error(NodeQuestionResponse response) {
    return ErrorCode.of(response.errorCode);
  }

  @Test
  void whoIsNoNodeIsRefused() throws Exception {
    Echo echo = new Echo();
    try (TestNode node =
            TestNode.start(
                directory,
                "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users=User:root");
        RawClient stranger = new RawClient(node.port())) {
      node.server().context().questions().answering(name -> name.equals("echo") ? echo : null);
      for (String subject : List.of("echo", "other")) {
        NodeQuestionResponse refused = ask(stranger, subject, 1, new byte[] {7});
        assertEquals(ErrorCode.CLUSTER_AUTHORIZATION_FAILED, error(refused), subject);
        assertEquals(0, refused.body.remaining());
      }
      assertEquals(0, echo.asked.get());
    }
  }

  @Test
  void questionsAreAnsweredWithinBounds() throws Exception {
    Echo echo = new Echo();
    try (TestNode node = TestNode.start(directory);
        RawClient client = new RawClient(node.port())) {
      node.server().context().questions().answering(name -> name.equals("echo") ? echo : null);

      NodeQuestionResponse answer = ask(client, "echo", 2, new byte[] {1, 2});
      assertEquals(ErrorCode.NONE, error(answer));
      byte[] body = new byte[answer.body.remaining()];
      answer.body.get(body);
      assertArrayEquals(new byte[] {1, 2, 1, 2}, body);

      assertEquals(ErrorCode.INVALID_REQUEST, error(ask(client, "other", 1, NOTHING)));
      NodeQuestionResponse refused = ask(client, "echo", 0, NOTHING);
      assertEquals(ErrorCode.UNSUPPORTED_VERSION, error(refused));
      assertEquals("not in version 0", refused.errorMessage);

      byte[] largest = new byte[NodeQuestions.QUESTION_BYTES_MAX];
      assertEquals(ErrorCode.NONE, error(ask(client, "echo", 64, largest)));
      assertEquals(ErrorCode.MESSAGE_TOO_LARGE, error(ask(client, "echo", 65, largest)));
      int before = echo.asked.get();
      assertEquals(
          ErrorCode.MESSAGE_TOO_LARGE, error(ask(client, "echo", 1, new byte[largest.length + 1])));
      assertEquals(before, echo.asked.get());
    }
  }

  @Test
  void onlySoManyAreAnsweredAtOnce() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger taken = new AtomicInteger();
    try (TestNode node = TestNode.start(directory)) {
      node.server()
          .context()
          .questions()
          .answering(name ->
              (version, body) -> {
                taken.incrementAndGet();
                try {
                  goOn.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return body;
              });
      List<RawClient> clients = new ArrayList<>();
      try {
        for (int i = 1; i <= AT_ONCE; i++) {
          RawClient client = new RawClient(node.port());
          clients.add(client);
          client.send(question("slow", 0, NOTHING), 0, 0);
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> taken.get() == AT_ONCE);
        try (RawClient further = new RawClient(node.port())) {
          assertEquals(
              ErrorCode.THROTTLING_QUOTA_EXCEEDED, error(ask(further, "slow", 0, NOTHING)));
        }
        goOn.countDown();
        for (RawClient client : clients) {
          assertEquals(ErrorCode.NONE, error(client.receive(0, 0, NodeQuestionResponse::read)));
        }
      } finally {
        goOn.countDown();
        for (RawClient client : clients) {
          client.close();
        }
      }
    }
  }

  @Test
  void clientsAreNotToldOfThem() throws Exception {
    try (TestNode node = TestNode.start(directory);
        RawClient client = new RawClient(node.port())) {
      var request = new ApiVersionsRequest();
      request.clientSoftwareName = "raw";
      request.clientSoftwareVersion = "1";
      // its header has version 0 whatever the version of the request
      client.send(request, 3, 3);
      ApiVersionsResponse told =
          client.receive(0, 1, (in, version) -> ApiVersionsResponse.read(in, (short) 3));
      assertFalse(told.apiKeys.isEmpty());
      assertFalse(told.apiKeys.stream().anyMatch(api -> api.apiKey == NodeQuestionRequest.API_KEY));
    }
  }
}
