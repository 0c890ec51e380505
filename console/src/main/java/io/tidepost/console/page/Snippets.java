package io.tidepost.console.page;

import java.util.List;

/// The sandwich event in six languages, with this cluster's address, to be copied.
public final class Snippets {

  private Snippets() {}

  /// @param language it is written in
  /// @param needs the line that brings the library
  /// @param code to copy
  public record Snippet(String language, String needs, String code) {}

  /// @param user who is logged in; empty when nobody has to be
  /// @param protocol that is spoken there
  static List<Snippet> all(String bootstrap, String user, String protocol) {
    boolean secured = !user.isEmpty();
    String encrypted = protocol.equals("SASL_SSL") ? ", ssl: true" : "";
    return List.of(
        new Snippet(
            "Java",
            "org.apache.kafka:kafka-clients",
            """
            var settings = new Properties();
            settings.put("bootstrap.servers", "%s");
            settings.put("key.serializer", StringSerializer.class);
            settings.put("value.serializer", StringSerializer.class);
            %stry (var producer = new KafkaProducer<String, String>(settings)) {
              var event = new ProducerRecord<>("sandwiches", "sandwich-42", "made");
              event.headers().add("bread", "rye".getBytes()).add("cook", "ada".getBytes());
              producer.send(event).get();
            }
            """
                .formatted(bootstrap, secured ? java(user, protocol) : "")),
        new Snippet(
            "Python",
            "pip install confluent-kafka",
            """
            from confluent_kafka import Producer

            producer = Producer({"bootstrap.servers": "%s"%s})
            producer.produce("sandwiches", key="sandwich-42", value="made",
                             headers={"bread": "rye", "cook": "ada"})
            producer.flush()
            """
                .formatted(bootstrap, secured ? python(user, protocol) : "")),
        new Snippet(
            "Node",
            "npm install kafkajs",
            """
            const { Kafka } = require('kafkajs')
            const kafka = new Kafka({ brokers: [%s]%s })
            const producer = kafka.producer()
            await producer.connect()
            await producer.send({ topic: 'sandwiches', messages: [
              { key: 'sandwich-42', value: 'made', headers: { bread: 'rye', cook: 'ada' } }] })
            await producer.disconnect()
            """
                .formatted(
                    "'" + bootstrap.replace(",", "', '") + "'",
                    secured
                        ? encrypted
                            + ", sasl: { mechanism: 'scram-sha-512', username: '"
                            + user
                            + "', password: '…' }"
                        : "")),
        new Snippet(
            "Go",
            "go get github.com/twmb/franz-go",
            """
            client, err := kgo.NewClient(kgo.SeedBrokers(%s))
            if err != nil { panic(err) }
            defer client.Close()
            event := &kgo.Record{Topic: "sandwiches", Key: []byte("sandwich-42"), Value: []byte("made"),
              Headers: []kgo.RecordHeader{{Key: "bread", Value: []byte("rye")}, {Key: "cook", Value: []byte("ada")}}}
            if err := client.ProduceSync(context.Background(), event).FirstErr(); err != nil { panic(err) }
            """
                .formatted('"' + bootstrap.replace(",", "\", \"") + '"')),
        new Snippet(
            "C",
            "apt install librdkafka-dev",
            """
            rd_kafka_conf_t *conf = rd_kafka_conf_new();
            rd_kafka_conf_set(conf, "bootstrap.servers", "%s", NULL, 0);
            rd_kafka_t *producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf, NULL, 0);
            rd_kafka_producev(producer, RD_KAFKA_V_TOPIC("sandwiches"),
                RD_KAFKA_V_KEY("sandwich-42", 11), RD_KAFKA_V_VALUE("made", 4),
                RD_KAFKA_V_HEADER("bread", "rye", 3), RD_KAFKA_V_HEADER("cook", "ada", 3),
                RD_KAFKA_V_END);
            rd_kafka_flush(producer, 10000);
            rd_kafka_destroy(producer);
            """
                .formatted(bootstrap)),
        new Snippet(
            ".NET",
            "dotnet add package Confluent.Kafka",
            """
            var config = new ProducerConfig { BootstrapServers = "%s" };
            using var producer = new ProducerBuilder<string, string>(config).Build();
            await producer.ProduceAsync("sandwiches", new Message<string, string> {
              Key = "sandwich-42", Value = "made",
              Headers = new Headers { { "bread", "rye"u8.ToArray() }, { "cook", "ada"u8.ToArray() } } });
            """
                .formatted(bootstrap)));
  }

  private static String java(String user, String protocol) {
    return """
    settings.put("security.protocol", "%s");
    settings.put("sasl.mechanism", "SCRAM-SHA-512");
    settings.put("sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule"
        + " required username=\\"%s\\" password=\\"…\\";");
    """
        .formatted(protocol, user);
  }

  private static String python(String user, String protocol) {
    return ", \"security.protocol\": \""
        + protocol
        + "\", \"sasl.mechanism\": \"SCRAM-SHA-512\",\n"
        + "                     \"sasl.username\": \""
        + user
        + "\", \"sasl.password\": \"…\"";
  }
}
