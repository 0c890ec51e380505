package io.tidepost.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.http.HttpFailure;
import io.tidepost.http.HttpResource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/// `/topics`, `/brokers` and what is asked about them.
final class TopicsResource implements HttpResource {

  private final TopicsOfCallers callers;

  TopicsResource(TopicsOfCallers callers) {
    this.callers = callers;
  }

  @Override
  public void mount(RoutesConfig routes) {
    add(routes, "/brokers", TopicsResource::brokers);
    add(routes, "/topics", TopicsResource::list);
    add(routes, "/topics/{topic}", TopicsResource::topic);
    add(routes, "/topics/{topic}/partitions", TopicsResource::partitions);
    add(routes, "/topics/{topic}/partitions/{partition}", TopicsResource::partition);
    add(routes, "/topics/{topic}/partitions/{partition}/offsets", TopicsResource::offsets);
  }

  private interface Question {
    void answer(Context context, Topics topics);
  }

  private void add(RoutesConfig routes, String path, Question question) {
    routes.get(path, context -> callers.with(context, topics -> question.answer(context, topics)));
  }

  private static void brokers(Context context, Topics topics) {
    ObjectNode answer = Bodies.JSON.createObjectNode();
    ArrayNode ids = answer.putArray("brokers");
    Topics.await(topics.admin().describeCluster().nodes()).stream()
        .mapToInt(Node::id)
        .sorted()
        .forEach(ids::add);
    Bodies.answer(context, answer);
  }

  private static void list(Context context, Topics topics) {
    ArrayNode names = Bodies.JSON.createArrayNode();
    new TreeSet<>(Topics.await(topics.admin().listTopics().names())).forEach(names::add);
    Bodies.answer(context, names);
  }

  private static void topic(Context context, Topics topics) {
    TopicDescription topic = topics.describe(context.pathParam("topic"));
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Config config =
        Topics.await(topics.admin().describeConfigs(List.of(resource)).values().get(resource));
    ObjectNode answer = Bodies.JSON.createObjectNode().put("name", topic.name());
    ObjectNode configs = answer.putObject("configs");
    config.entries().forEach(entry -> configs.put(entry.name(), entry.value()));
    ArrayNode partitions = answer.putArray("partitions");
    topic.partitions().forEach(partition -> partitions.add(json(partition)));
    Bodies.answer(context, answer);
  }

  private static void partitions(Context context, Topics topics) {
    ArrayNode answer = Bodies.JSON.createArrayNode();
    topics
        .describe(context.pathParam("topic"))
        .partitions()
        .forEach(partition -> answer.add(json(partition)));
    Bodies.answer(context, answer);
  }

  private static void partition(Context context, Topics topics) {
    Bodies.answer(context, json(find(topics, context)));
  }

  /// The partition in a path.
  ///
  /// @throws HttpFailure 404 when there is no such topic or partition
  static TopicPartitionInfo find(Topics topics, Context context) {
    TopicDescription topic = topics.describe(context.pathParam("topic"));
    String number = context.pathParam("partition");
    return topic.partitions().stream()
        .filter(partition -> String.valueOf(partition.partition()).equals(number))
        .findFirst()
        .orElseThrow(() -> new HttpFailure(404, 40402, "Partition not found"));
  }

  private static ObjectNode json(TopicPartitionInfo partition) {
    Node leader = partition.leader();
    ObjectNode answer =
        Bodies.JSON
            .createObjectNode()
            .put("partition", partition.partition())
            .put("leader", leader == null ? -1 : leader.id());
    ArrayNode replicas = answer.putArray("replicas");
    for (Node replica : partition.replicas()) {
      replicas
          .addObject()
          .put("broker", replica.id())
          .put("leader", leader != null && leader.id() == replica.id())
          .put("in_sync", partition.isr().stream().anyMatch(node -> node.id() == replica.id()));
    }
    return answer;
  }

  private static void offsets(Context context, Topics topics) {
    var partition =
        new TopicPartition(context.pathParam("topic"), find(topics, context).partition());
    ListOffsetsResultInfo first =
        Topics.await(
            topics
                .admin()
                .listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition));
    ListOffsetsResultInfo next =
        Topics.await(
            topics
                .admin()
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition));
    Bodies.answer(
        context,
        Bodies.JSON
            .createObjectNode()
            .put("beginning_offset", first.offset())
            .put("end_offset", next.offset()));
  }
}
