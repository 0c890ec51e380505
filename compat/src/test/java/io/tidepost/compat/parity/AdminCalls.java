package io.tidepost.compat.parity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Calls of methods of `Admin`, by the method's name and by what is asked, in an order that makes
/// sense, and what is the same of each answer on every server.
abstract class AdminCalls {

  static final String TOPIC = "admin-topic";
  static final String GROUP = "admin-group";
  static final String USER = "admin-user";
  static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  static final TopicPartition UNKNOWN = new TopicPartition("admin-nowhere", 0);

  /// A call and what is to be compared of its answer.
  interface Call {
    @Nullable Object on(Admin admin) throws Exception;
  }

  private final Map<String, Call> calls = new LinkedHashMap<>();

  /// By `method: what`, in order.
  Map<String, Call> calls() {
    return calls;
  }

  final void add(String method, String what, Call call) {
    calls.put(method + ": " + what, call);
  }

  static <T> T get(KafkaFuture<T> future) throws Exception {
    return future.get();
  }

  static Map<String, Object> facts(Object... namesAndValues) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      facts.put((String) namesAndValues[i], String.valueOf(namesAndValues[i + 1]));
    }
    return facts;
  }
}
