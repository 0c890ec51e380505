package io.tidepost.compat.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.raw.Frames;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// For every API and version that `ApiVersions` advertises, an ordinary request is answered with a
/// response that the same version of Kafka's own message classes reads to its last byte, in as many
/// versions as the client knows.
@ExtendWith(Shared.class)
@Timeout(300)
final class EveryVersionTest {
  /// Advertised by clients and servers of all kinds alike, and needing a session with state that
  /// other tests cover.
  private static final Set<Short> ELSEWHERE =
      Set.of(ApiMessageType.SASL_HANDSHAKE.apiKey(), ApiMessageType.SASL_AUTHENTICATE.apiKey());

  /// Answered by a quorum whose voters cannot change as Kafka does with `kraft.version` 0: with the
  /// error for versions, and a sentence.
  private static final Set<Short> REFUSED_BY_ONE_VOTER =
      Set.of(ApiMessageType.ADD_RAFT_VOTER.apiKey(), ApiMessageType.REMOVE_RAFT_VOTER.apiKey());

  private final ServerUnderTest server;
  private final String topic;
  private final Uuid topicId;

  EveryVersionTest(ServerUnderTest server) {
    this.server = server;
    Clients clients = new Clients(server);
    topic = clients.topicLedByFirstNode("versions", Map.of());
    clients.writeNumbers(topic, 0, 1, 10);
    try (Consumer<String, String> consumer = clients.member("versions", Map.of());
        var admin = clients.admin()) {
      consumer.subscribe(List.of(topic));
      Clients.read(consumer, 10);
      topicId =
          Clients.of(Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()), topic)
              .topicId();
    }
  }

  @Test
  void theVersionsThatClientsOfFourFourUseAreServed() throws IOException {
    Map<Short, ApiVersionsResponseData.ApiVersion> served = new HashMap<>();
    advertised().forEach(api -> served.put(api.apiKey(), api));
    for (String expected : SERVED.split(", ")) {
      String[] parts = expected.split(" ");
      ApiMessageType type = ApiMessageType.valueOf(parts[0]);
      ApiVersionsResponseData.ApiVersion api = served.get(type.apiKey());
      assertTrue(api != null, () -> type + " is not served");
      String[] range = parts[1].split("-");
      assertTrue(
          api.minVersion() <= Short.parseShort(range[0]),
          () -> type + " is served from " + api.minVersion());
      int newest = Short.parseShort(range[1]);
      assertTrue(
          api.maxVersion() >= newest,
          () -> type + " is served to " + api.maxVersion() + " instead of " + newest);
    }
  }

  /// What Apache Kafka 4.3 and 4.4 both serve; where the newest version differs, the older one's.
  private static final String SERVED =
      "PRODUCE 3-13, FETCH 4-17, LIST_OFFSETS 1-10, METADATA 0-13, OFFSET_COMMIT 2-9, OFFSET_FETCH"
          + " 1-9, FIND_COORDINATOR 0-6, JOIN_GROUP 0-9, HEARTBEAT 0-4, LEAVE_GROUP 0-5, SYNC_GROUP"
          + " 0-5, DESCRIBE_GROUPS 0-6, LIST_GROUPS 0-5, API_VERSIONS 0-4, CREATE_TOPICS 2-7,"
          + " DELETE_TOPICS 1-6, DELETE_RECORDS 0-2, INIT_PRODUCER_ID 0-5, OFFSET_FOR_LEADER_EPOCH"
          + " 2-4, DESCRIBE_CONFIGS 1-4, ALTER_CONFIGS 0-2, DESCRIBE_LOG_DIRS 1-4,"
          + " CREATE_PARTITIONS 0-3, DELETE_GROUPS 0-2, INCREMENTAL_ALTER_CONFIGS 0-1,"
          + " OFFSET_DELETE 0-0, DESCRIBE_CLUSTER 0-2, DESCRIBE_PRODUCERS 0-0,"
          + " DESCRIBE_TOPIC_PARTITIONS 0-0, ADD_PARTITIONS_TO_TXN 0-5, ADD_OFFSETS_TO_TXN 0-4,"
          + " END_TXN 0-5, WRITE_TXN_MARKERS 1-1, TXN_OFFSET_COMMIT 0-5, DESCRIBE_TRANSACTIONS 0-0,"
          + " LIST_TRANSACTIONS 0-2";

  @TestFactory
  List<DynamicTest> everyAdvertisedVersionIsAnswered() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (ApiVersionsResponseData.ApiVersion api : advertised()) {
      if (ELSEWHERE.contains(api.apiKey())) {
        continue;
      }
      ApiMessageType type = ApiMessageType.fromApiKey(api.apiKey());
      for (int version = api.minVersion(); version <= api.maxVersion(); version++) {
        if (version < type.lowestSupportedVersion()
            || version > type.highestSupportedVersion(true)) {
          continue;
        }
        int wanted = version;
        tests.add(dynamicTest(type + " version " + version, () -> exchange(type, wanted)));
      }
    }
    return tests;
  }

  private List<ApiVersionsResponseData.ApiVersion> advertised() throws IOException {
    try (Connection connection = new Connection(server.port())) {
      var request =
          new ApiVersionsRequestData()
              .setClientSoftwareName("compat")
              .setClientSoftwareVersion("1");
      return List.copyOf(connection.call(request, new ApiVersionsResponseData(), 4).apiKeys());
    }
  }

  private void exchange(ApiMessageType type, int version) throws IOException {
    ApiMessage request = new OrdinaryRequests(topic, topicId).of(type, version);
    try (Connection connection = new Connection(server.port())) {
      connection.send(Frames.encode(request, version));
      ByteBuffer answer = connection.receive();
      answer.getInt();
      if (type.responseHeaderVersion((short) version) >= 1) {
        assertEquals(0, answer.get(), "tagged fields in the header");
      }
      ApiMessage response = type.newResponse();
      response.read(new ByteBufferAccessor(answer), (short) version);
      assertEquals(0, answer.remaining(), () -> "bytes left behind " + response);
      assertTrue(
          REFUSED_BY_ONE_VOTER.contains(type.apiKey())
              || !response.toString().contains("errorCode=35"),
          () -> "unsupported: " + response);
    }
  }
}
