package io.tidepost.compat.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.jspecify.annotations.Nullable;

/// About topics and options, as an operator asks.
final class AdminQuestions {
  private static final Uuid STRANGE = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAZA");
  private static final byte TOPIC = 2;
  private static final byte BROKER = 4;
  private static final byte LOGGERS = 8;
  private static final byte SET = 0;
  private static final byte APPEND = 2;

  static final List<Question> ALL =
      List.of(
          Question.of("a topic that is there already", known -> create(known.topic(), t -> {})),
          Question.of("an illegal name", _ -> create("a/b", t -> {})),
          Question.of("an empty name", _ -> create("", t -> {})),
          Question.of("one dot", _ -> create(".", t -> {})),
          Question.of("a name that collides", _ -> create("__cluster_metadata", t -> {})),
          Question.of("no partitions", _ -> create("t", t -> t.setNumPartitions(0))),
          Question.of("minus two partitions", _ -> create("t", t -> t.setNumPartitions(-2))),
          Question.of("two replicas", _ -> create("t", t -> t.setReplicationFactor((short) 2))),
          Question.of("no replicas", _ -> create("t", t -> t.setReplicationFactor((short) 0))),
          Question.of("an option nobody knows", _ -> create("t", t -> config(t, "colour", "red"))),
          Question.of(
              "an impossible value", _ -> create("t", t -> config(t, "retention.ms", "soon"))),
          Question.of(
              "a value that is null", _ -> create("t", t -> config(t, "retention.ms", null))),
          Question.of(
              "options that contradict",
              _ ->
                  create(
                      "t",
                      t ->
                          config(t, "min.compaction.lag.ms", "9")
                              .configs()
                              .add(option("max.compaction.lag.ms", "3")))),
          Question.of("replicas and a number", _ -> create("t", t -> assign(t, 0, 1))),
          Question.of(
              "replicas on no broker there is", _ -> create("t", t -> assign(unnumbered(t), 0, 9))),
          Question.of(
              "partitions that begin at one", _ -> create("t", t -> assign(unnumbered(t), 1, 1))),
          Question.of("no replicas in the list", _ -> create("t", t -> assign(unnumbered(t), 0))),
          Question.of("one broker twice", _ -> create("t", t -> assign(unnumbered(t), 0, 1, 1))),
          Question.of("only looking", _ -> create("looking", t -> {}).setValidateOnly(true)),
          Question.of(
              "the same name twice",
              _ -> {
                var request = create("twice", t -> {});
                request.topics().mustAdd(topic("twice", t -> t.setNumPartitions(2)));
                return request;
              }),
          Question.of("no topics", _ -> new CreateTopicsRequestData()),
          Question.of("more partitions of an unknown topic", _ -> grow("nowhere", 5, null)),
          Question.of("fewer partitions", known -> grow(known.topic(), 1, null)),
          Question.of("as many partitions as there are", known -> grow(known.topic(), 2, null)),
          Question.of("no number of partitions", known -> grow(known.topic(), 0, null)),
          Question.of(
              "partitions with too few places",
              known -> grow(known.topic(), 4, List.of(List.of(1)))),
          Question.of(
              "partitions on no broker there is",
              known -> grow(known.topic(), 3, List.of(List.of(9)))),
          Question.of(
              "only looking at more", known -> grow(known.topic(), 3, null).setValidateOnly(true)),
          Question.of("deleting an unknown topic", _ -> delete("nowhere")),
          Question.of("deleting an empty name", _ -> delete("")),
          Question.of("deleting an illegal name", _ -> delete("a/b")),
          Question.of(
              "deleting an unknown id",
              _ ->
                  new DeleteTopicsRequestData()
                      .setTimeoutMs(10_000)
                      .setTopics(
                          List.of(
                              new DeleteTopicsRequestData.DeleteTopicState()
                                  .setName(null)
                                  .setTopicId(STRANGE)))),
          Question.of(
              "deleting by name and id",
              known ->
                  new DeleteTopicsRequestData()
                      .setTimeoutMs(10_000)
                      .setTopics(
                          List.of(
                              new DeleteTopicsRequestData.DeleteTopicState()
                                  .setName(known.topic())
                                  .setTopicId(known.topicId())))),
          Question.of(
              "options of a topic",
              known -> describe(TOPIC, known.topic(), "retention.ms", "cleanup.policy")),
          Question.of("an option that is none", known -> describe(TOPIC, known.topic(), "colour")),
          Question.of(
              "options of an unknown topic", _ -> describe(TOPIC, "nowhere", "retention.ms")),
          Question.of("options of an illegal name", _ -> describe(TOPIC, "a/b", "retention.ms")),
          Question.of("an option of a broker", _ -> describe(BROKER, "1", "message.max.bytes")),
          Question.of("a fixed option of a broker", _ -> describe(BROKER, "1", "num.partitions")),
          Question.of("options of all brokers", _ -> describe(BROKER, "", "message.max.bytes")),
          Question.of("options of another broker", _ -> describe(BROKER, "7", "message.max.bytes")),
          Question.of(
              "options of a broker that is no number",
              _ -> describe(BROKER, "one", "message.max.bytes")),
          Question.of("options of a kind that is none", _ -> describe((byte) 77, "x", "y")),
          Question.of("loggers of another broker", _ -> describe(LOGGERS, "7")),
          Question.of(
              "changing an unknown topic", _ -> change(TOPIC, "nowhere", "retention.ms", "5", SET)),
          Question.of(
              "changing what is none", known -> change(TOPIC, known.topic(), "colour", "red", SET)),
          Question.of(
              "changing to the impossible",
              known -> change(TOPIC, known.topic(), "retention.ms", "soon", SET)),
          Question.of(
              "changing to null", known -> change(TOPIC, known.topic(), "retention.ms", null, SET)),
          Question.of(
              "appending to a number",
              known -> change(TOPIC, known.topic(), "retention.ms", "5", APPEND)),
          Question.of("changing a kind that is none", _ -> change((byte) 77, "x", "y", "z", SET)),
          Question.of("changing what is fixed", _ -> change(BROKER, "1", "node.id", "5", SET)),
          Question.of(
              "changing another broker",
              _ -> change(BROKER, "7", "message.max.bytes", "5000", SET)),
          Question.of(
              "changing a broker that is no number",
              _ -> change(BROKER, "one", "message.max.bytes", "5000", SET)),
          Question.of(
              "replacing to the impossible",
              known -> replace(TOPIC, known.topic(), "retention.ms", "soon")),
          Question.of(
              "replacing of an unknown topic", _ -> replace(TOPIC, "nowhere", "retention.ms", "5")),
          Question.of(
              "replacing with null", known -> replace(TOPIC, known.topic(), "retention.ms", null)),
          Question.of("directories of an unknown topic", _ -> directories("nowhere", 0)),
          Question.of(
              "directories of an unknown partition", known -> directories(known.topic(), 9)),
          Question.of(
              "options of kinds that are none",
              _ -> new ListConfigResourcesRequestData().setResourceTypes(List.of((byte) 77))));

  private static CreateTopicsRequestData.CreatableTopic topic(
      String name, Consumer<CreateTopicsRequestData.CreatableTopic> change) {
    var topic =
        new CreateTopicsRequestData.CreatableTopic()
            .setName(name)
            .setNumPartitions(1)
            .setReplicationFactor((short) 1);
    change.accept(topic);
    return topic;
  }

  private static CreateTopicsRequestData create(
      String name, Consumer<CreateTopicsRequestData.CreatableTopic> change) {
    var request = new CreateTopicsRequestData().setTimeoutMs(10_000);
    request.topics().add(topic(name, change));
    return request;
  }

  private static CreateTopicsRequestData.CreatableTopicConfig option(
      String name, @Nullable String value) {
    return new CreateTopicsRequestData.CreatableTopicConfig().setName(name).setValue(value);
  }

  private static CreateTopicsRequestData.CreatableTopic config(
      CreateTopicsRequestData.CreatableTopic topic, String name, @Nullable String value) {
    topic.configs().add(option(name, value));
    return topic;
  }

  private static CreateTopicsRequestData.CreatableTopic unnumbered(
      CreateTopicsRequestData.CreatableTopic topic) {
    return topic.setNumPartitions(-1).setReplicationFactor((short) -1);
  }

  private static void assign(
      CreateTopicsRequestData.CreatableTopic topic, int partition, Integer... brokers) {
    topic
        .assignments()
        .add(
            new CreateTopicsRequestData.CreatableReplicaAssignment()
                .setPartitionIndex(partition)
                .setBrokerIds(List.of(brokers)));
  }

  private static CreatePartitionsRequestData grow(
      String topic, int count, @Nullable List<List<Integer>> places) {
    var data =
        new CreatePartitionsRequestData.CreatePartitionsTopic().setName(topic).setCount(count);
    data.setAssignments(
        places == null
            ? null
            : places.stream()
                .map(brokers ->
                    new CreatePartitionsRequestData.CreatePartitionsAssignment()
                        .setBrokerIds(brokers))
                .toList());
    var request = new CreatePartitionsRequestData().setTimeoutMs(10_000);
    request.topics().add(data);
    return request;
  }

  private static DeleteTopicsRequestData delete(String topic) {
    return new DeleteTopicsRequestData()
        .setTimeoutMs(10_000)
        .setTopicNames(new ArrayList<>(List.of(topic)));
  }

  private static DescribeConfigsRequestData describe(byte type, String name, String... options) {
    return new DescribeConfigsRequestData()
        .setResources(
            List.of(
                new DescribeConfigsRequestData.DescribeConfigsResource()
                    .setResourceType(type)
                    .setResourceName(name)
                    .setConfigurationKeys(List.of(options))));
  }

  private static IncrementalAlterConfigsRequestData change(
      byte type, String name, String option, @Nullable String value, byte how) {
    var resource =
        new IncrementalAlterConfigsRequestData.AlterConfigsResource()
            .setResourceType(type)
            .setResourceName(name);
    resource
        .configs()
        .add(
            new IncrementalAlterConfigsRequestData.AlterableConfig()
                .setName(option)
                .setValue(value)
                .setConfigOperation(how));
    var request = new IncrementalAlterConfigsRequestData();
    request.resources().add(resource);
    return request;
  }

  private static AlterConfigsRequestData replace(
      byte type, String name, String option, @Nullable String value) {
    var resource =
        new AlterConfigsRequestData.AlterConfigsResource()
            .setResourceType(type)
            .setResourceName(name);
    resource
        .configs()
        .add(new AlterConfigsRequestData.AlterableConfig().setName(option).setValue(value));
    var request = new AlterConfigsRequestData();
    request.resources().add(resource);
    return request;
  }

  private static DescribeLogDirsRequestData directories(String topic, int partition) {
    var data =
        new DescribeLogDirsRequestData.DescribableLogDirTopic()
            .setTopic(topic)
            .setPartitions(List.of(partition));
    var request = new DescribeLogDirsRequestData();
    request.setTopics(new DescribeLogDirsRequestData.DescribableLogDirTopicCollection());
    request.topics().add(data);
    return request;
  }

  private AdminQuestions() {}
}
