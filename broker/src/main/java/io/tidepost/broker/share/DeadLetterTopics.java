package io.tidepost.broker.share;

import io.tidepost.base.option.Options;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.log.option.LogConfigs;
import io.tidepost.log.option.TopicOptions;
import io.tidepost.metadata.ConfigResource;
import java.util.Map;

/// Which topics may be dead-letter topics.
final class DeadLetterTopics {

  private DeadLetterTopics() {}

  /// Whether the topic's `errors.deadletterqueue.group.enable` allows it.
  static boolean allows(BrokerContext context, String topic) {
    return options(context, topic).get(TopicOptions.ERRORS_DEADLETTERQUEUE_GROUP_ENABLE);
  }

  /// How large a batch the topic takes, its `max.message.bytes`.
  static int batchBytesMax(BrokerContext context, String topic) {
    return options(context, topic).get(TopicOptions.MAX_MESSAGE_BYTES);
  }

  private static Options options(BrokerContext context, String topic) {
    Map<String, String> set =
        context.image().configs().of(new ConfigResource(ConfigResource.Type.TOPIC, topic));
    return LogConfigs.of(context.options().current(), set);
  }
}
