package io.tidepost.compat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What operators do in the console with records and machines, in Chromium, against three nodes.
class ConsoleOperatorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern CONSOLE = Pattern.compile("console (http://[^,\\s]+)");

  private static TidepostCluster cluster;
  private static Chromium chromium;
  private static Clients clients;
  private static String base;

  private final List<String> complaints = new ArrayList<>();
  private Page page;

  @BeforeAll
  static void start() throws IOException {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("tidepost.http.listeners", "http://127.0.0.1:0");
    options.put("share.coordinator.state.topic.num.partitions", "1");
    options.put("share.coordinator.state.topic.replication.factor", "1");
    options.put("share.coordinator.state.topic.min.isr", "1");
    options.put("group.share.heartbeat.interval.ms", "500");
    options.put("group.share.min.heartbeat.interval.ms", "500");
    cluster = new TidepostCluster(Shared.temporary("console-operator"), 3, options);
    cluster.start();
    base = console(1);
    chromium = new Chromium();
    clients = new Clients(cluster.bootstrap());
    try (Admin admin = clients.admin()) {
      await()
          .atMost(PATIENCE)
          .until(() -> Clients.get(admin.describeCluster().nodes()).size() == 3);
    }
  }

  private static String console(int node) {
    Matcher found = CONSOLE.matcher(cluster.node(node).launched().out());
    assertTrue(found.find(), "the ready line names the console");
    return found.group(1);
  }

  @AfterAll
  static void stop() {
    chromium.close();
    cluster.close();
  }

  @BeforeEach
  void open() {
    page = chromium.page(base, 1280, 900);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
  }

  @AfterEach
  void close() {
    page.context().close();
    assertEquals(List.of(), complaints);
  }

  private void press(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  private void confirm(String name, String button) {
    page.getByLabel("Type " + name + " to confirm").fill(name);
    press(button);
  }

  private Locator job() {
    return page.locator("#job");
  }

  /// Nothing but a header tells a letter what it is about, as a broker writes it (KIP-1191).
  private static ProducerRecord<String, String> letter(
      String queue, String topic, int offset, @Nullable String value) {
    ProducerRecord<String, String> letter = new ProducerRecord<>(queue, null, value);
    Map.of("topic", topic, "partition", "0", "offset", String.valueOf(offset))
        .forEach((name, text) ->
            letter.headers().add("__dlq.errors." + name, text.getBytes(StandardCharsets.UTF_8)));
    return letter;
  }

  @Test
  void copiesTickedRecordsWithAChangeOnTheWay() {
    String from = clients.topic("copied", 1);
    String to = clients.topic("copy-of", 2);
    try (Producer<String, String> producer = clients.producer()) {
      for (String value : List.of("12 EUR", "13 EUR", "14 EUR")) {
        producer.send(new ProducerRecord<>(from, "till", value));
      }
    }
    page.navigate("/topics/" + from + "/records");
    page.getByLabel("Pick partition 0, offset 0").check();
    page.getByLabel("Pick partition 0, offset 2").check();
    press("Copy the ticked records…");
    assertThat(page.locator("#records")).hasValue("0:0, 0:2");
    page.locator("#to").fill(to);
    page.getByText("Change them on the way").click();
    page.locator("#find").fill("EUR");
    page.locator("#replace").fill("CHF");
    page.locator("#headers").fill("copied=yes");
    press("Preview");
    assertThat(page.locator("#sum")).containsText("2 of 2 offsets");
    assertThat(page.locator("details.record").first()).containsText("12 CHF");
    Screens.look(page, "copy");
    assertEquals(0, clients.readAll(to).size());

    confirm(to, "Copy");
    assertThat(job()).containsText("2 records were written.");
    Screens.look(page, "job");
    List<ConsumerRecord<String, String>> written = clients.readAll(to);
    assertEquals(List.of("12 CHF", "14 CHF"), written.stream().map(ConsumerRecord::value).toList());
    assertEquals("copied", written.getFirst().headers().iterator().next().key());
    complaints.clear(); // the first preview had no topic to go to, which is an answer of 400
  }

  @Test
  void deadLettersGoBackToWhereTheyCameFrom() {
    String source = clients.topic("orders", 1);
    String queue = "dlq." + Clients.unique("orders");
    try (Admin admin = clients.admin();
        Producer<String, String> producer = clients.producer()) {
      Clients.get(admin.createTopics(List.of(new NewTopic(queue, 1, (short) 1))).all());
      Clients.get(producer.send(new ProducerRecord<>(source, "key", "poison")));
      // One that still stands there, one that is gone and was copied, one of which nothing is left.
      Clients.get(producer.send(letter(queue, source, 0, "")));
      Clients.get(producer.send(letter(queue, source, 70, "only in the letter")));
      Clients.get(producer.send(letter(queue, source, 71, null)));
    }
    page.navigate("/topics/" + queue + "/copy");
    page.getByText("Change them on the way").click();
    page.locator("#headers").fill("redriven=yes");
    press("Preview");
    assertThat(page.locator("#sum")).containsText("2 of 3 offsets");
    assertThat(page.locator("#sum")).containsText("1 are no dead letters");
    confirm(queue, "Copy");
    assertThat(job()).containsText("2 records were written; 1 letters hold nothing");
    List<ConsumerRecord<String, String>> all = clients.readAll(source);
    assertEquals(
        List.of("poison", "poison", "only in the letter"),
        all.stream().map(ConsumerRecord::value).toList());
    assertEquals("key", all.get(1).key());
    assertEquals("redriven", all.get(2).headers().iterator().next().key());
  }

  @Test
  void movesReplicasByAPlanThatWasLookedAt() {
    String topic = Clients.unique("crowded");
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .createTopics(
                  List.of(new NewTopic(topic, Map.of(0, List.of(3), 1, List.of(3), 2, List.of(3)))))
              .all());
    }
    page.navigate("/cluster/balance");
    page.getByLabel("fill disks alike").uncheck();
    page.getByLabel("spread leaders").uncheck();
    page.getByLabel("Empty these nodes").fill("3");
    press("Make a plan");
    assertThat(page.locator("tbody tr", new Page.LocatorOptions().setHasText(topic))).hasCount(3);
    assertThat(page.locator("#sum")).containsText("partitions change");
    Screens.look(page, "balance");
    confirm("move", "Start the moves");
    assertThat(job()).containsText("have changed.");
    try (Admin admin = clients.admin()) {
      assertTrue(
          Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
              .flatMap(description -> description.partitions().stream())
              .flatMap(partition -> partition.replicas().stream())
              .noneMatch(node -> node.id() == 3));
    }
  }

  @Test
  void saysWhichNodesMayBeRestarted() {
    String topic = clients.topic("alone", 1);
    int leader;
    try (Admin admin = clients.admin()) {
      leader = leader(admin, topic);
    }
    page.navigate("/cluster/restart");
    assertThat(page.locator("section.card", new Page.LocatorOptions().setHasText("Node " + leader)))
        .containsText(new TopicPartition(topic, 0) + " would have no leader: it has one replica");
    Screens.look(page, "restart");
  }

  /// A window at the console of a node that is not this one.
  private static Page awayFrom(int node) {
    return chromium.page(console(node % 3 + 1), 1280, 900);
  }

  private int coordinator(String group) {
    try (Admin admin = clients.admin()) {
      return Clients.of(Clients.get(admin.describeConsumerGroups(List.of(group)).all()), group)
          .coordinator()
          .id();
    }
  }

  @Test
  void everyNodeTellsWhoIsConnectedWhoWritesAndWhyAGroupSharedItsWorkOutAnew() {
    String topic = clients.topic("followed", 1);
    String group = Clients.unique("billing");
    String shop = Clients.unique("shop");
    try (Producer<String, String> producer = clients.producer(Map.of("client.id", shop));
        Consumer<String, String> member =
            clients.consumer(
                Map.of("group.id", group, "group.protocol", "consumer", "client.id", "biller"))) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "first")));
      member.subscribe(List.of(topic));
      await().atMost(PATIENCE).until(() -> !member.poll(Duration.ofMillis(200)).isEmpty());
      member.commitSync();
      int leader;
      try (Admin admin = clients.admin()) {
        leader = leader(admin, topic);
      }
      try (Page other = awayFrom(leader)) {
        other.navigate("/cluster/connections?q=" + shop);
        Locator row =
            other.locator("tbody tr", new Page.LocatorOptions().setHasText("apache-kafka-java"));
        assertThat(row.first()).containsText(shop);
        assertThat(row.first()).containsText("PLAINTEXT");
        List<String> nodes = other.locator("tbody tr td:nth-child(5)").allInnerTexts();
        assertTrue(nodes.contains(String.valueOf(leader)), nodes::toString);
        Screens.look(other, "connections");

        other.navigate("/lineage?q=" + topic);
        assertThat(other.locator("tbody tr"))
            .hasText(Pattern.compile(shop + "\\s*" + topic + "\\s*" + group));
        assertEquals(2, other.locator("svg.lineage path").count());
        Screens.look(other, "lineage");
        other.locator("svg.lineage a", new Page.LocatorOptions().setHasText(group)).click();
        assertThat(other.locator("h1")).containsText(group);

        other.navigate("/topics/" + topic);
        assertThat(other.locator("section", new Page.LocatorOptions().setHasText("Who writes")))
            .containsText(shop);
        assertThat(other.locator("main")).containsText("1 records, about");
        Screens.look(other, "topic-growth");
        other.navigate("/cluster/slow");
        assertThat(other.locator("tbody tr")).hasCount(3);
        assertThat(other.locator("tbody tr td:nth-child(1)")).hasText(new String[] {"1", "2", "3"});
        assertThat(other.locator("tbody tr").nth(leader - 1)).not().containsText("0.0 ms0.0 ms");
        assertThat(other.locator(".notice.worried:has-text(\"missing here\")")).hasCount(0);
        Screens.look(other, "slow");

        other.navigate("/cluster");
        for (int node = 1; node <= 3; node++) {
          assertThat(other.locator("main")).containsText("of node " + node + ":");
        }
      }
    }
    try (Page other = awayFrom(coordinator(group))) {
      other.navigate("/groups/" + group);
      Locator history = other.locator("tbody tr", new Page.LocatorOptions().setHasText("biller"));
      assertThat(history.first()).containsText("left");
      assertThat(history.last()).containsText("joined");
      Screens.look(other, "group");
    }
  }

  @Test
  void showsWhatAShareGroupHasInFlight() {
    String topic = clients.topic("queue", 1);
    String group = Clients.unique("workers");
    try (Admin admin = clients.admin()) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
      Clients.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(
                      resource,
                      List.of(
                          new AlterConfigOp(
                              new ConfigEntry("share.auto.offset.reset", "earliest"),
                              AlterConfigOp.OpType.SET))))
              .all());
      clients.writeNumbers(topic, 0, 1, 3);
      try (KafkaShareConsumer<String, String> worker =
              new KafkaShareConsumer<>(
                  Map.of(
                      "bootstrap.servers",
                      cluster.bootstrap(),
                      "group.id",
                      group,
                      "share.acknowledgement.mode",
                      "explicit"),
                  new StringDeserializer(),
                  new StringDeserializer());
          Page other = chromium.page(console(leader(admin, topic)), 1280, 900)) {
        worker.subscribe(List.of(topic));
        await().atMost(PATIENCE).until(() -> !worker.poll(Duration.ofMillis(200)).isEmpty());
        other.navigate("/groups/" + group);
        Locator row =
            other.locator("tbody tr", new Page.LocatorOptions().setHasText(topic)).first();
        assertThat(row).containsText("3");
        assertThat(row).containsText("once");
        assertThat(other.locator("main")).containsText("are dropped");
        Screens.look(other, "share-group");
      }
    }
  }

  private static int leader(Admin admin, String topic) {
    // Whichever node is asked must have heard of it.
    Agreement.await(topic, cluster.node(1), cluster.node(2), cluster.node(3));
    return Clients.of(Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()), topic)
        .partitions()
        .getFirst()
        .leader()
        .id();
  }
}
