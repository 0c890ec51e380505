package io.tidepost.compat.parity;

import io.tidepost.compat.parity.Question.Known;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.raw.Frames;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/// A server that is asked; it holds what the questions presuppose.
final class Respondent {
  private static final String TOPIC = "parity";
  private static final String GROUP = "parity-group";

  private static final ScheduledExecutorService CLOSER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("closer").factory());

  private final ServerUnderTest server;
  private final Known known;
  private final Map<Short, Integer> newest = new HashMap<>();

  Respondent(ServerUnderTest server) throws IOException {
    this.server = server;
    this.known = prepare(new Clients(server));
    try (Connection connection = new Connection(server.port())) {
      connection
          .call(new ApiVersionsRequestData(), new ApiVersionsResponseData(), 0)
          .apiKeys()
          .forEach(api -> newest.put(api.apiKey(), (int) api.maxVersion()));
    }
  }

  private static Known prepare(Clients clients) {
    try (Admin admin = clients.admin();
        Producer<String, String> producer = clients.producer()) {
      NewTopic topic = new NewTopic(TOPIC, 2, (short) 1).configs(Map.of("retention.ms", "-1"));
      Uuid id = Clients.get(admin.createTopics(List.of(topic)).topicId(TOPIC));
      for (int i = 0; i < 5; i++) {
        long timestamp = 1_700_000_000_000L + 1_000 * i;
        Clients.get(producer.send(new ProducerRecord<>(TOPIC, 0, timestamp, "key", "value")));
      }
      var committed = Map.of(new TopicPartition(TOPIC, 0), new OffsetAndMetadata(3, "note"));
      Clients.get(admin.alterConsumerGroupOffsets(GROUP, committed).all());
      return new Known(TOPIC, id, GROUP);
    }
  }

  /// The newest version it advertises of this API, -1 when it does not serve it.
  int newest(short apiKey) {
    return newest.getOrDefault(apiKey, -1);
  }

  ApiMessage request(Question question) {
    return question.request().apply(known);
  }

  /// Its answer as text, without what must differ from server to server; `null` when this version
  /// cannot express the question.
  @Nullable String answer(Question question, int version) throws IOException {
    ApiMessage request = question.request().apply(known);
    ByteBuffer frame;
    try {
      frame = Frames.encode(request, version);
    } catch (UnsupportedVersionException | NullPointerException e) {
      return null; // a field that this version does not have, or that cannot be null in it
    }
    ApiMessage response = ApiMessageType.fromApiKey(request.apiKey()).newResponse();
    try (Connection connection = new Connection(server.port());
        var _ = closing(connection)) {
      connection.send(frame);
      return neutral(connection.receive(response, version).toString());
    } catch (UncheckedIOException e) {
      return switch (e.getCause()) {
        case EOFException _, SocketException _ -> "connection closed";
        case ClosedChannelException _ -> "no answer";
        case null, default -> throw e;
      };
    }
  }

  /// Closes the connection when no answer comes.
  private static Closing closing(Connection connection) {
    return new Closing(CLOSER.schedule(connection::close, 120, TimeUnit.SECONDS));
  }

  private record Closing(Future<?> later) implements AutoCloseable {
    @Override
    public void close() {
      later.cancel(false);
    }
  }

  private String neutral(String answer) {
    return answer
        .replace(known.topicId().toString(), "TOPIC-ID")
        .replaceAll("ApiVersion\\(.*$", "APIS")
        .replaceAll("configs=\\[CreatableTopicConfigs.*?\\]", "configs=OPTIONS")
        .replaceAll("(name='looking', topicId)=[^,]*", "$1=ID")
        .replaceAll("port=\\d+", "port=PORT")
        .replaceAll("[cC]lusterId='[^']*'", "clusterId=CLUSTER")
        .replaceAll("logDir='[^']*'", "logDir=DIRECTORY")
        .replaceAll("([mM]essage|metadata)='(?:[^']|'(?![,)]))*'", "$1=TEXT")
        .replaceAll("producerId=\\d+", "producerId=NUMBER")
        .replaceAll("(totalBytes|usableBytes)=\\d+", "$1=BYTES")
        .replaceAll("errorMessage=(null|TEXT)", "errorMessage=ANY");
  }
}
