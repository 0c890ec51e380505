package io.tidepost.broker.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.broker.option.OptionsRefusedException;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.server.StartException;
import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.message.AlterConfigsRequest;
import io.tidepost.wire.message.AlterConfigsResponse;
import io.tidepost.wire.message.CreatePartitionsRequest;
import io.tidepost.wire.message.CreatePartitionsResponse;
import io.tidepost.wire.message.CreateTopicsRequest;
import io.tidepost.wire.message.CreateTopicsResponse;
import io.tidepost.wire.message.DeleteTopicsRequest;
import io.tidepost.wire.message.DeleteTopicsResponse;
import io.tidepost.wire.message.DescribeConfigsRequest;
import io.tidepost.wire.message.DescribeConfigsResponse;
import io.tidepost.wire.message.IncrementalAlterConfigsRequest;
import io.tidepost.wire.message.IncrementalAlterConfigsResponse;
import io.tidepost.wire.message.ListConfigResourcesRequest;
import io.tidepost.wire.message.ListConfigResourcesResponse;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that no well-behaved client sends, given to the operators' handlers directly.
class AdminHandlersTest {

  @TempDir static Path directory;

  private static TestNode node;
  private static BrokerContext context;

  @BeforeAll
  static void start() throws StartException, OptionsRefusedException {
    node = TestNode.start(directory, "delete.topic.enable=false");
    context = node.server().context();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static <Q extends Message, S extends Message> S answer(
      ApiHandler<Q, S> handler, Q request, int version) throws Exception {
    var answer = new CompletableFuture<S>();
    var caller =
        new RequestContext(
            request.apiKey(),
            (short) version,
            1,
            "test",
            "User:ANONYMOUS",
            false,
            "PLAINTEXT",
            "PLAINTEXT",
            "1",
            InetAddress.getLoopbackAddress(),
            "",
            "",
            context.loops().get(0));
    handler.handle(request, caller, new FutureReply<>(answer));
    return answer.get();
  }

  private static CreateTopicsRequest createTopics(String... names) {
    var request = new CreateTopicsRequest();
    for (String name : names) {
      var topic = new CreateTopicsRequest.CreatableTopic();
      topic.name = name;
      topic.numPartitions = 1;
      topic.replicationFactor = 1;
      request.topics.add(topic);
    }
    return request;
  }

  @Test
  void topicsNamedTwiceAndTheMetadataTopicAreNotCreated() throws Exception {
    CreateTopicsResponse response =
        answer(
            new CreateTopicsHandler(context),
            createTopics("twice", "twice", "__cluster_metadata", "once"),
            7);
    assertEquals(
        List.of(
            "once 0 null",
            "__cluster_metadata 42 Creation of internal topic __cluster_metadata is prohibited.",
            "twice 42 Duplicate topic name."),
        response.topics.stream()
            .map(topic -> topic.name + " " + topic.errorCode + " " + topic.errorMessage)
            .toList());
  }

  @Test
  void deletionThatIsSwitchedOffIsRefused() {
    var request = new DeleteTopicsRequest();
    request.topicNames.add("a");
    var handler = new DeleteTopicsHandler(context);
    ApiException old = assertThrows(ApiException.class, () -> answer(handler, request, 2));
    assertEquals(ErrorCode.INVALID_REQUEST, old.error());
    ApiException e = assertThrows(ApiException.class, () -> answer(handler, request, 6));
    assertEquals(ErrorCode.TOPIC_DELETION_DISABLED, e.error());
    var byId = new DeleteTopicsRequest.DeleteTopicState();
    byId.topicId = Uuid.ONE;
    request.topics.add(byId);
    DeleteTopicsResponse failed =
        handler.error(request, (short) 6, ErrorCode.TOPIC_DELETION_DISABLED, "no");
    assertEquals(2, failed.responses.size());
    assertEquals(Uuid.ONE, failed.responses.get(1).topicId);
    assertTrue(failed.responses.stream().allMatch(each -> each.errorCode == 73));
  }

  @Test
  void aTopicThatShallGrowTwiceDoesNotGrow() throws Exception {
    answer(new CreateTopicsHandler(context), createTopics("grow"), 7);
    var request = new CreatePartitionsRequest();
    for (int count : new int[] {2, 3}) {
      var topic = new CreatePartitionsRequest.CreatePartitionsTopic();
      topic.name = "grow";
      topic.count = count;
      topic.assignments = null;
      request.topics.add(topic);
    }
    CreatePartitionsResponse response = answer(new CreatePartitionsHandler(context), request, 3);
    assertEquals(1, response.results.size());
    assertEquals("Duplicate topic name.", response.results.getFirst().errorMessage);
    var topic = context.image().topics().byName("grow");
    assertEquals(1, topic == null ? 0 : topic.partitions().size());
  }

  private static IncrementalAlterConfigsRequest.AlterConfigsResource resource(
      int type, String name, @Nullable String... changes) {
    var resource = new IncrementalAlterConfigsRequest.AlterConfigsResource();
    resource.resourceType = (byte) type;
    resource.resourceName = name;
    for (String change : changes) {
      String[] parts = String.valueOf(change).split(" ", 3);
      var config = new IncrementalAlterConfigsRequest.AlterableConfig();
      config.configOperation = Byte.parseByte(parts[0]);
      config.name = parts[1];
      config.value = parts.length > 2 ? parts[2] : null;
      resource.configs.add(config);
    }
    return resource;
  }

  @Test
  void senselessChangesAreRefusedOneByOne() throws Exception {
    answer(new CreateTopicsHandler(context), createTopics("changed"), 7);
    var request = new IncrementalAlterConfigsRequest();
    request.resources.addAll(
        Arrays.asList(
            resource(2, "changed", "0 retention.ms 7"),
            resource(2, "twice", "0 retention.ms 7"),
            resource(2, "twice", "0 retention.ms 8"),
            resource(2, "keys", "0 retention.ms 7", "0 retention.ms 8"),
            resource(2, "nothing", "0 retention.ms"),
            resource(2, "operation", "9 retention.ms 7"),
            resource(3, "type", "0 retention.ms 7"),
            resource(4, "9", "0 max.connections 7"),
            resource(4, "x", "0 max.connections 7"),
            resource(8, "9", "0 root INFO")));
    IncrementalAlterConfigsResponse response =
        answer(new IncrementalAlterConfigsHandler(context), request, 1);
    assertEquals(
        List.of(
            "changed 0 null",
            "twice 42 Each resource must appear at most once.",
            "twice 42 Each resource must appear at most once.",
            "keys 42 Error due to duplicate config keys",
            "nothing 42 Null value not supported for : retention.ms",
            "operation 42 Unknown operations type 9",
            "type 42 Unknown resource type 3",
            "9 42 Unexpected broker id, expected 1, but received 9",
            "x 42 Node id must be an integer, but it is: x",
            "9 42 Unexpected broker id, expected 1, but received 9"),
        response.responses.stream()
            .map(each -> each.resourceName + " " + each.errorCode + " " + each.errorMessage)
            .toList());
  }

  @Test
  void theOlderRequestReplacesEverythingThatIsSet() throws Exception {
    answer(new CreateTopicsHandler(context), createTopics("replaced"), 7);
    assertEquals(0, replace("replaced", "retention.ms", "7").errorCode);
    assertEquals(0, replace("replaced", "segment.ms", "8").errorCode);
    assertEquals(
        "{segment.ms=8}",
        context
            .image()
            .configs()
            .of(io.tidepost.metadata.ConfigResource.topic("replaced"))
            .toString());
    var refused = replace("replaced", "segment.ms", "0");
    assertEquals(ErrorCode.INVALID_CONFIG.code(), refused.errorCode);
  }

  private static AlterConfigsResponse.AlterConfigsResourceResponse replace(
      String topic, String name, String value) throws Exception {
    var request = new AlterConfigsRequest();
    var resource = new AlterConfigsRequest.AlterConfigsResource();
    resource.resourceType = 2;
    resource.resourceName = topic;
    var config = new AlterConfigsRequest.AlterableConfig();
    config.name = name;
    config.value = value;
    resource.configs.add(config);
    request.resources.add(resource);
    return answer(new AlterConfigsHandler(context), request, 2).responses.getFirst();
  }

  private static DescribeConfigsResponse.DescribeConfigsResult describe(
      int type, String name, @Nullable List<String> keys) throws Exception {
    var request = new DescribeConfigsRequest();
    var resource = new DescribeConfigsRequest.DescribeConfigsResource();
    resource.resourceType = (byte) type;
    resource.resourceName = name;
    resource.configurationKeys = keys;
    request.resources.add(resource);
    return answer(new DescribeConfigsHandler(context), request, 4).results.getFirst();
  }

  @Test
  void onlyWhatIsAskedForIsDescribed() throws Exception {
    var result = describe(4, "1", List.of("num.partitions", "bogus"));
    assertEquals(
        List.of("num.partitions"), result.configs.stream().map(config -> config.name).toList());
    assertTrue(describe(4, "1", null).configs.size() > 300);
    assertEquals(
        "Unexpected broker id, expected 1 or empty string, but received 9",
        describe(4, "9", null).errorMessage);
    assertEquals("Broker id must be an integer, but it is: x", describe(4, "x", null).errorMessage);
    assertEquals("Broker id must not be empty", describe(8, "", null).errorMessage);
    assertEquals("Group name must not be empty", describe(32, "", null).errorMessage);
    assertEquals(42, describe(3, "x", null).errorCode);
    assertEquals(3, describe(2, "nowhere", null).errorCode);
    assertEquals(17, describe(2, "a b", null).errorCode);
  }

  @Test
  void theFirstVersionListsMetricsSubscriptionsOnly() throws Exception {
    var handler = new ListConfigResourcesHandler(context);
    ListConfigResourcesResponse first = answer(handler, new ListConfigResourcesRequest(), 0);
    assertTrue(first.configResources.stream().allMatch(each -> each.resourceType == 16));
    ListConfigResourcesResponse all = answer(handler, new ListConfigResourcesRequest(), 1);
    assertTrue(all.configResources.stream().anyMatch(each -> each.resourceType == 4));
    var unknown = new ListConfigResourcesRequest();
    unknown.resourceTypes.add((byte) 3);
    ApiException e = assertThrows(ApiException.class, () -> answer(handler, unknown, 1));
    assertEquals(ErrorCode.UNSUPPORTED_VERSION, e.error());
  }

  @Test
  void aFailureOfTheControllerFailsTheRequest() {
    var answer = new CompletableFuture<String>();
    ControllerAnswers.<String, String>into(new FutureReply<>(answer), result -> result)
        .accept(
            null,
            new io.tidepost.metadata.controller.Failure(
                ErrorCode.KAFKA_STORAGE_ERROR, "the disk is full"));
    ExecutionException e = assertThrows(ExecutionException.class, answer::get);
    assertEquals(
        ErrorCode.KAFKA_STORAGE_ERROR, assertInstanceOf(ApiException.class, e.getCause()).error());
  }

  /// Keeps the answer.
  private record FutureReply<S>(CompletableFuture<S> answer) implements Reply<S> {

    @Override
    public void send(S response) {
      answer.complete(response);
    }

    @Override
    public void fail(Throwable cause) {
      answer.completeExceptionally(cause);
    }

    @Override
    public void sendNothing() {
      answer.completeExceptionally(new AssertionError("no answer"));
    }

    @Override
    public void whenDisconnected(Runnable task) {}

    @Override
    public void close(String reason) {
      answer.completeExceptionally(new AssertionError("closed: " + reason));
    }
  }
}
