package io.tidepost.compat.group;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;

/// An instance of a Kafka Streams application in a streams group, in a process of its own. Counts
/// the values of a topic by way of a repartition topic, or joins two topics by value. Prints `state
/// S` with each change of state. Arguments: bootstrap server, application, folder for state, topic
/// to write, one topic to count or two to join.
public final class StreamsMain {
  private StreamsMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    Properties config = new Properties();
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, arguments[1]);
    config.put(StreamsConfig.STATE_DIR_CONFIG, arguments[2]);
    config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
    config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    config.put("auto.offset.reset", "earliest");
    StreamsBuilder builder = new StreamsBuilder();
    if (arguments.length == 5) {
      count(builder, arguments[4], arguments[3]);
    } else {
      join(builder, arguments[4], arguments[5], arguments[3]);
    }
    KafkaStreams streams = new KafkaStreams(builder.build(), config);
    streams.setStateListener((now, before) -> System.out.println("state " + now));
    streams.setUncaughtExceptionHandler(failure -> {
      System.out.println("failed " + failure);
      return org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler
          .StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(20))));
    streams.start();
    Thread.currentThread().join();
  }

  private static void count(StreamsBuilder builder, String in, String out) {
    builder.<String, String>stream(in)
        .groupBy((key, word) -> word)
        .count()
        .toStream()
        .mapValues(String::valueOf)
        .to(out);
  }

  private static void join(StreamsBuilder builder, String one, String other, String out) {
    KStream<String, String> left = builder.<String, String>stream(one).selectKey((k, v) -> v);
    KStream<String, String> right = builder.<String, String>stream(other).selectKey((k, v) -> v);
    left.join(
            right,
            (a, b) -> a + "+" + b,
            JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofHours(1)))
        .to(out);
  }
}
