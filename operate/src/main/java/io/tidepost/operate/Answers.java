package io.tidepost.operate;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/// The admin client's answers by what was asked about: there is one for each thing.
public final class Answers {

  private Answers() {}

  /// Waits for the answer about `key`.
  public static <K, V> V get(Map<K, KafkaFuture<V>> answers, K key)
      throws InterruptedException, ExecutionException {
    return of(answers, key).get();
  }

  /// The answer about `key`.
  public static <K, V> V of(Map<K, V> answers, K key) {
    V answer = answers.get(key);
    if (answer == null) {
      throw new IllegalStateException("no answer about " + key);
    }
    return answer;
  }
}
