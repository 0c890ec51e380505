/* Exercises transactions with librdkafka: commits, aborts, commits offsets, is fenced.
 * Arguments: bootstrap server, topic, transactional id, group. Prints "ok" last; ends with 1 when anything is wrong. */
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIMEOUT_MS 30000

static void fail(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

static void must(const char *what, rd_kafka_error_t *error) {
  if (error != NULL) {
    fail(what, rd_kafka_error_string(error));
  }
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
  char why[512];
  if (rd_kafka_conf_set(conf, name, value, why, sizeof(why)) != RD_KAFKA_CONF_OK) {
    fail(name, why);
  }
}

static rd_kafka_t *producer(const char *bootstrap, const char *id) {
  char why[512];
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "bootstrap.servers", bootstrap);
  set(conf, "transactional.id", id);
  rd_kafka_t *made = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof(why));
  if (made == NULL) {
    fail("a producer", why);
  }
  must("init_transactions", rd_kafka_init_transactions(made, TIMEOUT_MS));
  return made;
}

static void produce(rd_kafka_t *with, const char *topic, int from, int to) {
  char value[16];
  for (int i = from; i <= to; i++) {
    int length = snprintf(value, sizeof(value), "%d", i);
    rd_kafka_resp_err_t error =
        rd_kafka_producev(with, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(i % 2),
                          RD_KAFKA_V_VALUE(value, length), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
      fail("produce", rd_kafka_err2str(error));
    }
  }
}

static void send_offsets(rd_kafka_t *with, const char *topic, const char *group, int64_t offset) {
  rd_kafka_topic_partition_list_t *offsets = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(offsets, topic, 0)->offset = offset;
  rd_kafka_consumer_group_metadata_t *metadata = rd_kafka_consumer_group_metadata_new(group);
  must("send_offsets_to_transaction", rd_kafka_send_offsets_to_transaction(with, offsets, metadata, TIMEOUT_MS));
  rd_kafka_consumer_group_metadata_destroy(metadata);
  rd_kafka_topic_partition_list_destroy(offsets);
}

int main(int argc, char **argv) {
  if (argc != 5) {
    fail("arguments", "bootstrap topic transactional-id group");
  }
  const char *topic = argv[2];
  rd_kafka_t *old = producer(argv[1], argv[3]);
  must("begin", rd_kafka_begin_transaction(old));
  produce(old, topic, 0, 9);
  send_offsets(old, topic, argv[4], 5);
  must("commit", rd_kafka_commit_transaction(old, TIMEOUT_MS));
  must("begin", rd_kafka_begin_transaction(old));
  produce(old, topic, 10, 19);
  if (rd_kafka_flush(old, TIMEOUT_MS) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    fail("flush", "records are left");
  }
  send_offsets(old, topic, argv[4], 6);
  must("abort", rd_kafka_abort_transaction(old, TIMEOUT_MS));
  must("begin", rd_kafka_begin_transaction(old));
  produce(old, topic, 20, 29);
  rd_kafka_flush(old, TIMEOUT_MS);

  rd_kafka_t *young = producer(argv[1], argv[3]);
  must("begin", rd_kafka_begin_transaction(young));
  produce(young, topic, 30, 39);
  must("commit", rd_kafka_commit_transaction(young, TIMEOUT_MS));
  rd_kafka_error_t *fenced = rd_kafka_commit_transaction(old, TIMEOUT_MS);
  if (fenced == NULL || !rd_kafka_error_is_fatal(fenced)) {
    fail("commit of a fenced producer", fenced == NULL ? "succeeded" : rd_kafka_error_string(fenced));
  }
  rd_kafka_error_destroy(fenced);
  rd_kafka_destroy(young);
  rd_kafka_destroy(old);
  puts("ok");
  return 0;
}
