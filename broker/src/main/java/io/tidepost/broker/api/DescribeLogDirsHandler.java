package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.ReplicaMoves;
import io.tidepost.broker.storage.StorageDirectory;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeLogDirsRequest;
import io.tidepost.wire.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.tidepost.wire.message.DescribeLogDirsResponse;
import io.tidepost.wire.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.tidepost.wire.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.tidepost.wire.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// DescribeLogDirs (35), versions 1 to 5: which partitions lie in which log directory, and how
/// large they and the disks are.
final class DescribeLogDirsHandler
    implements ApiHandler<DescribeLogDirsRequest, DescribeLogDirsResponse> {

  private final BrokerContext context;

  DescribeLogDirsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DescribeLogDirsRequest read(WireReader in, short version) {
    return DescribeLogDirsRequest.read(in, version);
  }

  @Override
  public void handle(
      DescribeLogDirsRequest request, RequestContext caller, Reply<DescribeLogDirsResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.DESCRIBE);
    // The file systems are asked for their sizes, which may block.
    context.logs().pool().execute(() -> describe(request, reply));
  }

  private void describe(DescribeLogDirsRequest request, Reply<DescribeLogDirsResponse> reply) {
    var response = new DescribeLogDirsResponse();
    Map<StorageDirectory, DescribeLogDirsResult> results = new HashMap<>();
    for (StorageDirectory directory : context.logs().directories()) {
      var result = result(directory);
      results.put(directory, result);
      response.results.add(result);
    }
    FanOut fanOut = new FanOut(() -> reply.send(response));
    Map<String, Set<Integer>> wanted = wanted(request.topics);
    Map<DescribeLogDirsResult, Map<String, DescribeLogDirsTopic>> topics = new HashMap<>();
    for (HostedPartition partition : context.partitions().all()) {
      String name = partition.topicPartition().topic();
      Set<Integer> numbers = wanted == null ? null : wanted.getOrDefault(name, Set.of());
      DescribeLogDirsResult result = results.get(partition.directory());
      if (result == null
          || (numbers != null && !numbers.contains(partition.topicPartition().partition()))) {
        continue;
      }
      var answer = new DescribeLogDirsPartition();
      answer.partitionIndex = partition.topicPartition().partition();
      topics
          .computeIfAbsent(result, key -> new HashMap<>())
          .computeIfAbsent(name, key -> topic(result, key))
          .partitions
          .add(answer);
      fanOut.on(partition, () -> answer.partitionSize = partition.log().sizeInBytes());
    }
    for (ReplicaMoves.Moving moving : context.logs().moves().all()) {
      String name = moving.partition().topicPartition().topic();
      int number = moving.partition().topicPartition().partition();
      DescribeLogDirsResult result = results.get(moving.target());
      if (result != null
          && (wanted == null || wanted.getOrDefault(name, Set.of()).contains(number))) {
        var answer = future(moving);
        topics
            .computeIfAbsent(result, key -> new HashMap<>())
            .computeIfAbsent(name, key -> topic(result, key))
            .partitions
            .add(answer);
        fanOut.on(
            moving.partition(),
            () ->
                answer.offsetLag =
                    Math.max(0, moving.partition().log().logEndOffset() - moving.copiedTo()));
      }
    }
    fanOut.step();
  }

  /// The copy of a partition that is moving here.
  private static DescribeLogDirsPartition future(ReplicaMoves.Moving moving) {
    var answer = new DescribeLogDirsPartition();
    answer.partitionIndex = moving.partition().topicPartition().partition();
    answer.partitionSize = moving.copiedBytes();
    answer.isFutureKey = true;
    return answer;
  }

  private static DescribeLogDirsTopic topic(DescribeLogDirsResult result, String name) {
    var topic = new DescribeLogDirsTopic();
    topic.name = name;
    result.topics.add(topic);
    return topic;
  }

  private static @Nullable Map<String, Set<Integer>> wanted(
      @Nullable List<DescribableLogDirTopic> topics) {
    if (topics == null) {
      return null;
    }
    Map<String, Set<Integer>> result = new HashMap<>();
    topics.forEach(topic -> result.put(topic.topic, new HashSet<>(topic.partitions)));
    return result;
  }

  private static DescribeLogDirsResult result(StorageDirectory directory) {
    var result = new DescribeLogDirsResult();
    result.logDir = directory.path().toAbsolutePath().toString();
    if (directory.isOffline()) {
      result.errorCode = ErrorCode.KAFKA_STORAGE_ERROR.code();
      return result;
    }
    try {
      result.totalBytes = directory.totalBytes();
      result.usableBytes = directory.usableBytes();
    } catch (IOException e) {
      result.errorCode = ErrorCode.KAFKA_STORAGE_ERROR.code();
    }
    return result;
  }

  @Override
  public DescribeLogDirsResponse error(
      DescribeLogDirsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new DescribeLogDirsResponse();
    response.errorCode = error.code();
    return response;
  }
}
