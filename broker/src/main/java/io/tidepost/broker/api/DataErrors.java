package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;

/// Why a partition cannot be served here.
final class DataErrors {

  private DataErrors() {}

  /// Whether the caller may not do this to a topic. One named by an id that nobody knows is not
  /// forbidden: it is missing.
  static boolean isForbidden(
      BrokerContext context,
      RequestContext caller,
      AclOperation operation,
      boolean byTopicId,
      String name,
      Uuid topicId) {
    Authorizations authorizations = context.authorizations();
    if (!authorizations.areChecked()) {
      return false;
    }
    if (!byTopicId) {
      return !authorizations.allowOnTopic(caller, operation, name);
    }
    Topic topic = context.image().topics().byId(topicId);
    return topic != null && !authorizations.allowOnTopic(caller, operation, topic.name());
  }

  /// The error for a partition that [io.tidepost.broker.storage.Partitions] does not find.
  static ErrorCode whyMissing(
      BrokerContext context, boolean byTopicId, String name, Uuid topicId, int partition) {
    var topics = context.image().topics();
    Topic topic = byTopicId ? topics.byId(topicId) : topics.byName(name);
    if (topic == null) {
      return byTopicId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    if (topic.partition(partition) == null) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    return context.partitions().isOffline(topic.name(), partition)
        ? ErrorCode.KAFKA_STORAGE_ERROR
        : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }
}
