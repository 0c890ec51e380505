package io.tidepost.broker.share;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.Log;
import io.tidepost.broker.coordinator.ClusterAppend;
import io.tidepost.broker.option.ShareGroupOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.metadata.image.Topic;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.replica.share.DeadLetter;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes records that share groups have given up to their dead-letter topics (KIP-1191). The
/// broker's administrator decides which topics may be one: by a prefix of the name
/// (`errors.deadletterqueue.topic.name.prefix`), and on the topic
/// (`errors.deadletterqueue.group.enable`).
///
/// What cannot be written, because the topic may not be used or refuses for too long, is said and
/// given up; the share partition goes on. Any thread.
final class DeadLetters {

  private static final Log LOG = Log.of(DeadLetters.class);
  private static final int TRIES_MAX = 6;
  private static final long RETRY_MILLIS = 200;

  private final BrokerContext context;
  private final Executor pool;

  /// @param pool threads that may block on files
  DeadLetters(BrokerContext context, Executor pool) {
    this.context = context;
    this.pool = pool;
  }

  /// Writes a letter. On the loop of the share partition's partition.
  ///
  /// @param topic the group's dead-letter topic
  /// @param copies whether key and value of the records are written too
  /// @param done runs in the end, whatever came of it, on any loop
  void write(
      HostedSharePartition from, String topic, boolean copies, DeadLetter letter, Runnable done) {
    String refusal = refusal(from.key().groupId(), topic);
    if (refusal != null) {
      LOG.warn(
          "{}: offsets {} to {} get no dead letter: {}",
          from,
          letter.firstOffset(),
          letter.lastOffset(),
          refusal);
      done.run();
    } else if (context.image().topics().byName(topic) == null) {
      create(
          topic,
          failure -> {
            if (failure == null) {
              from.loop().execute(() -> read(from, topic, copies, letter, done));
            } else {
              LOG.warn("{}: dead-letter topic {} cannot be created: {}", from, topic, failure);
              done.run();
            }
          });
    } else {
      read(from, topic, copies, letter, done);
    }
  }

  private @Nullable String refusal(String groupId, String topic) {
    if (topic.isEmpty()) {
      return "group " + groupId + " names no dead-letter topic any more";
    }
    if (topic.startsWith("__")) {
      return "the name of dead-letter topic " + topic + " cannot start with __";
    }
    String prefix = context.options().get(ShareGroupOptions.DEADLETTERQUEUE_TOPIC_NAME_PREFIX);
    if (!topic.startsWith(prefix)) {
      return "the name of dead-letter topic " + topic + " does not start with " + prefix;
    }
    boolean exists = context.image().topics().byName(topic) != null;
    if (exists && !DeadLetterTopics.allows(context, topic)) {
      return "topic " + topic + " does not have errors.deadletterqueue.group.enable set";
    }
    boolean creates =
        context.options().get(ShareGroupOptions.DEADLETTERQUEUE_AUTO_CREATE_TOPICS_ENABLE);
    return exists || creates
        ? null
        : "topic "
            + topic
            + " does not exist, and is not created without"
            + " errors.deadletterqueue.auto.create.topics.enable";
  }

  private void create(String topic, Consumer<@Nullable String> done) {
    NewTopic wanted =
        new NewTopic(
            topic,
            -1,
            (short) -1,
            List.of(),
            Map.of(
                "errors.deadletterqueue.group.enable",
                "true",
                "message.timestamp.type",
                "CreateTime"));
    context
        .controller()
        .submit(
            new CreateTopics(List.of(wanted), false),
            (outcomes, failure) -> {
              CreateTopics.Outcome outcome = outcomes == null ? null : outcomes.get(topic);
              var why = failure != null || outcome == null ? failure : outcome.failure();
              boolean exists = why != null && why.error() == ErrorCode.TOPIC_ALREADY_EXISTS;
              done.accept(why == null || exists ? null : why.message());
            });
  }

  private void read(
      HostedSharePartition from, String topic, boolean copies, DeadLetter letter, Runnable done) {
    LetterWriting writing = new LetterWriting(from, topic, letter, done);
    if (copies) {
      new LetterSources(from.partition(), pool)
          .read(letter.firstOffset(), letter.lastOffset(), writing::start);
    } else {
      writing.start(Map.of());
    }
  }

  /// One letter on its way: as many batches as the topic's `max.message.bytes` asks for, one after
  /// the other.
  private final class LetterWriting {

    private final HostedSharePartition from;
    private final String topic;
    private final DeadLetter letter;
    private final Runnable done;
    private Map<Long, LetterSource> sources = Map.of();
    private long next;
    private int tries;

    LetterWriting(HostedSharePartition from, String topic, DeadLetter letter, Runnable done) {
      this.from = from;
      this.topic = topic;
      this.letter = letter;
      this.done = done;
      this.next = letter.firstOffset();
    }

    void start(Map<Long, LetterSource> read) {
      sources = read;
      go();
    }

    private void go() {
      Topic found = context.image().topics().byName(topic);
      if (found == null) {
        failed("it does not exist");
        return;
      }
      int number = from.key().partition() % found.partitions().size();
      LetterBatch batch = batch();
      ClusterAppend.append(
          context,
          new TopicPartition(topic, number),
          batch.bytes(),
          PartitionLeader.ACKS_ALL,
          failure -> {
            if (failure == null) {
              appended(batch.nextOffset());
            } else {
              failed(failure);
            }
          });
    }

    private LetterBatch batch() {
      return LetterBatch.of(
          from.partition().topicPartition(),
          from.key().groupId(),
          letter,
          next,
          sources,
          DeadLetterTopics.batchBytesMax(context, topic),
          context.clock().wallMillis());
    }

    private void appended(long nextOffset) {
      next = nextOffset;
      tries = 0;
      if (next > letter.lastOffset()) {
        done.run();
      } else {
        go();
      }
    }

    private void failed(String why) {
      tries++;
      if (tries < TRIES_MAX) {
        from.loop().schedule(RETRY_MILLIS << tries, this::go);
        return;
      }
      LOG.warn(
          "{}: offsets {} to {} could not be written to {}: {}",
          from,
          next,
          letter.lastOffset(),
          topic,
          why);
      done.run();
    }
  }
}
