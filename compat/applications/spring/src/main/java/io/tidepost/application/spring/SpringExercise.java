package io.tidepost.application.spring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/// Creates topics, writes in transactions that commit and abort, and listens with two threads; a
/// record that the listener cannot stand goes to a dead-letter topic. Argument: bootstrap server.
/// Prints `ok` last.
public final class SpringExercise {
  private static final int ORDERS = 100;
  private static final long LIMIT_SECONDS = 60;
  private static String bootstrap = "";

  private SpringExercise() {}

  public static void main(String[] arguments) throws InterruptedException {
    bootstrap = arguments[0];
    try (var context = new AnnotationConfigApplicationContext(Application.class)) {
      @SuppressWarnings("unchecked")
      KafkaTemplate<String, String> template = context.getBean("orders", KafkaTemplate.class);
      template.executeInTransaction(operations -> {
        for (int i = 0; i < ORDERS; i++) {
          operations.send("spring-orders", "customer-" + i % 7, "order-" + i);
        }
        return true;
      });
      abort(template);
      template.executeInTransaction(
          operations -> operations.send("spring-orders", "customer", "poison"));
      Application application = context.getBean(Application.class);
      require(application.everything.await(LIMIT_SECONDS, TimeUnit.SECONDS), "all orders came");
      require(application.dead.await(LIMIT_SECONDS, TimeUnit.SECONDS), "the bad one was set aside");
      require(application.seen.size() == ORDERS, "nothing else came: " + application.seen);
    }
    System.out.println("ok");
  }

  private static void abort(KafkaTemplate<String, String> template) {
    try {
      template.executeInTransaction(operations -> {
        operations.send("spring-orders", "customer", "never");
        throw new IllegalStateException("changed my mind");
      });
    } catch (IllegalStateException expected) {
      return;
    }
    throw new AssertionError("the transaction was not aborted");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("not true: " + what);
    }
  }

  /// What a Spring application declares.
  @Configuration
  @EnableKafka
  static class Application {
    final Set<String> seen = ConcurrentHashMap.newKeySet();
    final CountDownLatch everything = new CountDownLatch(ORDERS);
    final CountDownLatch dead = new CountDownLatch(1);

    @Bean
    KafkaAdmin admin() {
      return new KafkaAdmin(Map.of("bootstrap.servers", bootstrap));
    }

    @Bean
    NewTopic ordersTopic() {
      return new NewTopic("spring-orders", 3, (short) 1);
    }

    @Bean
    NewTopic deadTopic() {
      return new NewTopic("spring-orders-dlt", 3, (short) 1);
    }

    @Bean
    KafkaTemplate<String, String> orders() {
      return new KafkaTemplate<>(producers("spring-transaction-"));
    }

    private static DefaultKafkaProducerFactory<String, String> producers(String transactionalId) {
      var factory =
          new DefaultKafkaProducerFactory<>(
              Map.<String, Object>of("bootstrap.servers", bootstrap),
              new StringSerializer(),
              new StringSerializer());
      if (!transactionalId.isEmpty()) {
        factory.setTransactionIdPrefix(transactionalId);
      }
      return factory;
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory() {
      var factory = new ConcurrentKafkaListenerContainerFactory<String, String>();
      factory.setConsumerFactory(
          new DefaultKafkaConsumerFactory<>(
              Map.of(
                  "bootstrap.servers", bootstrap,
                  "auto.offset.reset", "earliest",
                  "isolation.level", "read_committed"),
              new StringDeserializer(),
              new StringDeserializer()));
      factory.setConcurrency(2);
      var aside =
          new DeadLetterPublishingRecoverer(
              new KafkaTemplate<>(producers("")),
              (record, failure) -> new TopicPartition("spring-orders-dlt", record.partition()));
      factory.setCommonErrorHandler(new DefaultErrorHandler(aside, new FixedBackOff(0, 1)));
      return factory;
    }

    @KafkaListener(groupId = "spring-group", topics = "spring-orders")
    void order(String value) {
      if (value.equals("poison")) {
        throw new IllegalArgumentException(value);
      }
      if (seen.add(value)) {
        everything.countDown();
      }
    }

    @KafkaListener(groupId = "spring-dead", topics = "spring-orders-dlt")
    void dead(List<String> values) {
      if (values.contains("poison")) {
        dead.countDown();
      }
    }
  }
}
