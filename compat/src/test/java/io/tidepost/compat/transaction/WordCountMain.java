package io.tidepost.compat.transaction;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// An instance of a Kafka Streams application in a process of its own: counts words with
/// `exactly_once_v2`, a state store and a standby. Prints `state S` when its state changes, and
/// `stored WORD=COUNT …` when what it can be asked for has changed. Arguments: bootstrap server,
/// application id, topic of lines, topic of counts, state directory.
public final class WordCountMain {
  private static final String STORE = "word-counts";

  private WordCountMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    StreamsBuilder builder = new StreamsBuilder();
    builder.<String, String>stream(arguments[2])
        .flatMapValues(line -> Arrays.asList(line.toLowerCase(Locale.ROOT).split(" ", -1)))
        .groupBy((key, word) -> word)
        .count(Materialized.as(STORE))
        .toStream()
        .mapValues(count -> Long.toString(count))
        .to(arguments[3]);
    try (KafkaStreams streams = new KafkaStreams(builder.build(), options(arguments))) {
      streams.setStateListener((now, before) -> System.out.println("state " + now));
      streams.setUncaughtExceptionHandler(problem -> {
        problem.printStackTrace();
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      });
      streams.start();
      String before = "";
      while (true) {
        Thread.sleep(100);
        String now = stored(streams);
        if (!now.equals(before)) {
          System.out.println("stored " + now);
          before = now;
        }
      }
    }
  }

  private static Properties options(String[] arguments) {
    Properties options = new Properties();
    options.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
    options.put(StreamsConfig.APPLICATION_ID_CONFIG, arguments[1]);
    options.put(StreamsConfig.STATE_DIR_CONFIG, arguments[4]);
    options.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    options.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
    options.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    options.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    options.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    options.put("session.timeout.ms", 3_000);
    options.put("heartbeat.interval.ms", 500);
    return options;
  }

  private static String stored(KafkaStreams streams) {
    Map<String, Long> counts = new TreeMap<>();
    try {
      ReadOnlyKeyValueStore<String, Long> store =
          streams.store(
              StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.keyValueStore()));
      try (KeyValueIterator<String, Long> all = store.all()) {
        all.forEachRemaining(entry -> counts.put(entry.key, entry.value));
      }
    } catch (InvalidStateStoreException e) {
      return "nothing while the group rebalances";
    }
    return counts.toString();
  }
}
