package io.tidepost.broker.api;

import io.tidepost.metadata.image.Topic;
import io.tidepost.metadata.image.Topics;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.OffsetFetchRequest;
import io.tidepost.wire.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.tidepost.wire.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.tidepost.wire.message.OffsetFetchResponse;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Brings the versions of OffsetFetch into one form, several groups with topics by name, and back.
final class OffsetFetchForm {

  /// A group's request without the topics that do not exist or that the caller may not see, and
  /// these.
  ///
  /// @param visible says of a topic's name whether the caller may see its offsets
  record Known(
      OffsetFetchRequestGroup request,
      List<OffsetFetchRequestTopics> unknown,
      List<OffsetFetchRequestTopics> forbidden,
      Predicate<String> visible) {}

  private static final short GROUP_ERROR_VERSION = 2;
  private static final short BATCHED_VERSION = 8;
  private static final short TOPIC_ID_VERSION = 10;

  private final short version;
  private final Topics topics;

  OffsetFetchForm(short version, Topics topics) {
    this.version = version;
    this.topics = topics;
  }

  List<OffsetFetchRequestGroup> groups(OffsetFetchRequest request) {
    if (version >= BATCHED_VERSION) {
      return request.groups;
    }
    OffsetFetchRequestGroup group = new OffsetFetchRequestGroup();
    group.groupId = request.groupId;
    if (request.topics == null) {
      group.topics = null;
    } else {
      for (OffsetFetchRequest.OffsetFetchRequestTopic topic : request.topics) {
        OffsetFetchRequestTopics each = new OffsetFetchRequestTopics();
        each.name = topic.name;
        each.partitionIndexes = topic.partitionIndexes;
        group.topics.add(each);
      }
    }
    return List.of(group);
  }

  /// Fills in names and ids. A name that is not known may still have offsets; an id cannot.
  Known known(OffsetFetchRequestGroup group, Predicate<String> visible) {
    if (group.topics == null) {
      return new Known(group, List.of(), List.of(), visible);
    }
    List<OffsetFetchRequestTopics> known = new ArrayList<>(group.topics.size());
    List<OffsetFetchRequestTopics> unknown = new ArrayList<>();
    List<OffsetFetchRequestTopics> forbidden = new ArrayList<>();
    for (OffsetFetchRequestTopics topic : group.topics) {
      boolean byId = version >= TOPIC_ID_VERSION;
      Topic found = byId ? topics.byId(topic.topicId) : topics.byName(topic.name);
      if (found != null) {
        topic.name = found.name();
        topic.topicId = found.id();
      }
      if (found == null && byId) {
        unknown.add(topic);
      } else {
        (visible.test(topic.name) ? known : forbidden).add(topic);
      }
    }
    group.topics = known;
    return new Known(group, unknown, forbidden, visible);
  }

  /// Adds what was left out, and drops of all topics (a request for everything) those that are no
  /// more where they can only be named by id. Version 1 says an error of the group with every
  /// partition.
  OffsetFetchResponseGroup complete(OffsetFetchResponseGroup answer, Known known) {
    if (known.request().topics == null) {
      answer.topics.removeIf(topic -> !known.visible().test(topic.name));
    }
    if (version >= TOPIC_ID_VERSION) {
      if (known.request().topics == null) {
        answer.topics.removeIf(topic -> topics.byName(topic.name) == null);
      }
      for (OffsetFetchResponseTopics topic : answer.topics) {
        Topic found = topics.byName(topic.name);
        if (found != null) {
          topic.topicId = found.id();
        }
      }
      if (answer.errorCode == 0) {
        short error = ErrorCode.UNKNOWN_TOPIC_ID.code();
        known.unknown().forEach(topic -> answer.topics.add(refuse(topic, error)));
      }
    }
    if (answer.errorCode == 0) {
      short error = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();
      known.forbidden().forEach(topic -> answer.topics.add(refuse(topic, error)));
    }
    if (version < GROUP_ERROR_VERSION && answer.errorCode != 0 && known.request().topics != null) {
      known.request().topics.forEach(t -> answer.topics.add(refuse(t, answer.errorCode)));
    }
    return answer;
  }

  /// The answer about a group of which nothing is told.
  OffsetFetchResponseGroup refused(OffsetFetchRequestGroup group, ErrorCode error) {
    OffsetFetchResponseGroup answer = new OffsetFetchResponseGroup();
    answer.groupId = group.groupId;
    answer.errorCode = error.code();
    return complete(answer, new Known(group, List.of(), List.of(), topic -> true));
  }

  private static OffsetFetchResponseTopics refuse(OffsetFetchRequestTopics topic, short error) {
    OffsetFetchResponseTopics answer = new OffsetFetchResponseTopics();
    answer.name = topic.name;
    answer.topicId = topic.topicId;
    for (int partition : topic.partitionIndexes) {
      OffsetFetchResponsePartitions each = new OffsetFetchResponsePartitions();
      each.partitionIndex = partition;
      each.committedOffset = -1;
      each.metadata = "";
      each.errorCode = error;
      answer.partitions.add(each);
    }
    return answer;
  }

  OffsetFetchResponse response(List<OffsetFetchResponseGroup> groups) {
    OffsetFetchResponse response = new OffsetFetchResponse();
    if (version >= BATCHED_VERSION) {
      response.groups.addAll(groups);
      return response;
    }
    OffsetFetchResponseGroup only = groups.get(0);
    if (version >= GROUP_ERROR_VERSION) {
      response.errorCode = only.errorCode;
    }
    only.topics.forEach(topic -> response.topics.add(single(topic)));
    return response;
  }

  private static OffsetFetchResponseTopic single(OffsetFetchResponseTopics topic) {
    OffsetFetchResponseTopic answer = new OffsetFetchResponseTopic();
    answer.name = topic.name;
    for (OffsetFetchResponsePartitions partition : topic.partitions) {
      OffsetFetchResponsePartition each = new OffsetFetchResponsePartition();
      each.partitionIndex = partition.partitionIndex;
      each.committedOffset = partition.committedOffset;
      each.committedLeaderEpoch = partition.committedLeaderEpoch;
      each.metadata = partition.metadata;
      each.errorCode = partition.errorCode;
      answer.partitions.add(each);
    }
    return answer;
  }
}
