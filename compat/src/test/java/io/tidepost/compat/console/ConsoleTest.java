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
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What people do in the console, in Chromium, against three nodes.
class ConsoleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Pattern CONSOLE = Pattern.compile("console (http://[^,\\s]+)");

  private static TidepostCluster cluster;
  private static Chromium chromium;
  private static String base;

  private final List<String> complaints = new ArrayList<>();
  private Page page;

  @BeforeAll
  static void start() throws IOException {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("tidepost.http.listeners", "http://127.0.0.1:0");
    options.put("tidepost.registry.listeners", "http://127.0.0.1:0");
    cluster = new TidepostCluster(Shared.temporary("console"), 3, options);
    cluster.start();
    base = console(1);
    chromium = new Chromium();
    try (Admin admin = new Clients(cluster.bootstrap()).admin()) {
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
    // A page that breaks its own policy, or whose script fails, says so here.
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

  private static String topic(String prefix, int partitions, int copies) {
    String topic = Clients.unique(prefix);
    try (Admin admin = new Clients(cluster.bootstrap()).admin()) {
      Clients.get(
          admin.createTopics(List.of(new NewTopic(topic, partitions, (short) copies))).all());
    }
    return topic;
  }

  private void press(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  private Locator notice() {
    return page.locator(".notice.good");
  }

  @Test
  void theHomePageSaysInOneSentenceHowThingsAre() {
    page.navigate("/");
    assertThat(page.locator("#health")).containsText("All is well: 3 nodes");
    // The stream of figures runs: a number takes the place of the dash.
    assertThat(page.locator("#rate")).hasText(Pattern.compile("\\d+"));
    page.getByText("Python").click();
    assertThat(page.locator("#code-Python")).containsText(cluster.node(1).bootstrap());
  }

  @Test
  void makesATopicWritesToItAndBrowsesIt() {
    String name = Clients.unique("made-here");
    page.navigate("/topics");
    page.getByText("New topic").click();
    page.getByLabel("Name").fill(name);
    page.getByLabel("Partitions", new Page.GetByLabelOptions().setExact(true)).fill("2");
    page.getByLabel("Copies").fill("3");
    page.getByLabel("Kept for").fill("2");
    press("Create");
    assertThat(notice()).hasText("Topic " + name + " is made.");
    assertThat(page.locator("main")).containsText("172800000");

    page.getByText("Write a record").click();
    page.getByLabel("Key: the thing").fill("sandwich-42");
    page.getByLabel("Value: what happened").fill("{\"made\": {\"total\": 12.5}}");
    page.getByLabel("Headers").fill("bread=rye\ncook=ada");
    press("Write");
    assertThat(notice()).containsText("at offset 0");
    Locator record = page.locator("details.record");
    assertThat(record).hasCount(1);
    record.locator("summary").click();
    assertThat(record).containsText("sandwich-42");
    assertThat(record).containsText("\"total\" : 12.5");
    assertThat(record).containsText("bread = rye");

    assertEquals(1, new Clients(cluster.bootstrap()).readAll(name).size());
  }

  @Test
  void looksForRecordsByTextAndCondition() {
    String name = topic("searched", 3, 1);
    new Clients(cluster.bootstrap()).writeNumbers(name, 0, 3, 600);
    page.navigate("/topics/" + name + "/records");
    assertThat(page.locator("details.record")).hasCount(50);
    page.getByLabel("Text in key").fill("599");
    press("Show");
    assertThat(page.locator("details.record")).hasCount(1);

    page.navigate("/topics/" + name + "/records?condition=%24..x");
    assertThat(page.locator(".notice.bad")).containsText("is no path such as");
    complaints.clear(); // the refusal is an answer of 400, which the browser reports, too
  }

  @Test
  void followsNewRecordsAsTheyCome() {
    String name = topic("followed", 1, 1);
    page.navigate("/topics/" + name + "/records");
    press("Follow live");
    assertThat(page.locator("#tail-state")).hasText("Waiting for new records…");
    new Clients(cluster.bootstrap()).writeNumbers(name, 0, 1, 3);
    assertThat(page.locator("#tail details.record")).hasCount(3);
  }

  @Test
  void showsValuesAsTheyAreAndNeverAsPartsOfThePage() {
    String name = topic("hostile", 1, 1);
    page.navigate("/topics/" + name + "/produce");
    page.getByLabel("Key: the thing").fill("<script>alert(1)</script>");
    page.getByLabel("Value: what happened").fill("<img src=x onerror=alert(2)>");
    press("Write");
    assertThat(page.locator("details.record")).containsText("<script>alert(1)</script>");
    assertEquals(0, page.locator("main img").count());
    assertEquals(0, page.locator("main script").count());
  }

  @Test
  void resetsAGroupAfterShowingWhatThatMeans() {
    String name = topic("reset", 2, 1);
    Clients clients = new Clients(cluster.bootstrap());
    clients.writeNumbers(name, 0, 2, 100);
    String group = Clients.unique("billing");
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .alterConsumerGroupOffsets(
                  group,
                  Map.of(
                      new TopicPartition(name, 0), new OffsetAndMetadata(10),
                      new TopicPartition(name, 1), new OffsetAndMetadata(20)))
              .all());
    }
    page.navigate("/groups/" + group);
    assertThat(page.locator(".notice.worried")).containsText("Nobody is in this group");
    page.getByText("Reset offsets…").click();
    press("Preview");
    assertThat(page.locator("main")).containsText("30 records would be read again");

    // Without the name nothing happens.
    page.getByLabel("to confirm").fill("something else");
    press("Reset offsets");
    assertThat(page.locator(".notice.bad")).containsText("Nothing was done");
    page.goBack();
    page.getByLabel("to confirm").fill(group);
    press("Reset offsets");
    assertThat(notice()).containsText("stands elsewhere now, in 2 partitions");
    try (Admin admin = clients.admin()) {
      assertEquals(
          0,
          Clients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
              .values()
              .stream()
              .mapToLong(OffsetAndMetadata::offset)
              .sum());
    }
    complaints.clear(); // of the refusal
  }

  @Test
  void checksASchemaBeforeItIsRegistered() {
    String subject = Clients.unique("orders") + "-value";
    String record = "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[%s]}";
    String id = "{\"name\":\"id\",\"type\":\"int\"}";
    page.navigate("/schemas/new");
    page.getByLabel("Subject").fill(subject);
    page.getByLabel("Schema", new Page.GetByLabelOptions().setExact(true))
        .fill(record.formatted(id));
    press("Register");
    assertThat(notice()).containsText("Registered with the id");

    page.getByText("Next version…").click();
    page.getByLabel("Schema", new Page.GetByLabelOptions().setExact(true))
        .fill(record.formatted(id + ",{\"name\":\"note\",\"type\":\"string\"}"));
    press("Check it first");
    assertThat(page.locator(".notice.bad")).containsText("READER_FIELD_MISSING_DEFAULT_VALUE");
    page.getByLabel("Schema", new Page.GetByLabelOptions().setExact(true))
        .fill(record.formatted(id + ",{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"}"));
    press("Register");
    assertThat(notice()).containsText("Registered with the id");
    assertThat(page.locator(".diff .new").first()).isVisible();
  }

  @Test
  void writesAndReadsBySchema() {
    String name = topic("by-schema", 1, 3);
    String subject = name + "-value";
    page.navigate("/schemas/new");
    page.getByLabel("Subject").fill(subject);
    page.getByLabel("Schema", new Page.GetByLabelOptions().setExact(true))
        .fill(
            "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":"
                + "\"int\"},{\"name\":\"cook\",\"type\":\"string\"}]}");
    press("Register");
    assertThat(notice()).containsText("Registered with the id");

    page.navigate("/topics/" + name + "/produce");
    page.locator("#key").fill("42");
    page.locator("#value").fill("{\"id\":\"forty-two\",\"cook\":\"ada\"}");
    page.locator("#valueSubject").selectOption(subject);
    press("Write");
    assertThat(page.locator(".notice.bad")).containsText("does not take this: /id: expected int");
    assertThat(page.locator("#valueSubject")).hasValue(subject);
    page.locator("#value").fill("{\"id\":42,\"cook\":\"ada\"}");
    press("Write");
    assertThat(notice()).containsText("Written to partition 0 at offset 0");

    page.navigate("/topics/" + name + "/records?condition=$.id%20%3E%2041");
    Locator record = page.locator(".record");
    assertThat(record).hasCount(1);
    record.locator("summary").click();
    assertThat(record).containsText("by schema");
    assertThat(record).containsText("\"cook\" : \"ada\"");
    page.navigate("/topics/" + name + "/produce");
    press("Show its fields");
    page.locator("[name='f.id']").fill("forty-three");
    page.locator("[name='f.cook']").fill("eve");
    press("Write");
    assertThat(page.locator(".notice.bad")).containsText("id: 'forty-three' is no number");
    assertThat(page.locator("[name='f.cook']")).hasValue("eve");
    Screens.look(page, "produce-form");
    page.locator("[name='f.id']").fill("43");
    press("Write");
    assertThat(notice()).containsText("Written to partition 0 at offset 1");
    assertThat(page.locator(".record").first()).containsText("eve");
    complaints.clear(); // of the refusals
  }

  @Test
  void deletesATopicOnlyByItsName() {
    String name = topic("deleted", 1, 1);
    page.navigate("/topics/" + name);
    page.getByText("Delete the topic").first().click();
    Locator card =
        page.locator("details", new Page.LocatorOptions().setHasText("Delete the topic"));
    card.getByLabel("to confirm").last().fill(name);
    card.getByRole(AriaRole.BUTTON).last().click();
    assertThat(notice()).hasText("Topic " + name + " is deleted.");
    // The node that answers may still have to hear of it.
    await()
        .atMost(PATIENCE)
        .until(() -> {
          page.navigate("/topics/" + name);
          return page.locator("main").innerText().contains("There is no such topic");
        });
    complaints.clear(); // of the page that is not there
  }

  @Test
  void fitsNarrowScreensInBothThemes() {
    String name = topic("narrow", 2, 3);
    for (String path :
        List.of("/", "/topics", "/topics/" + name, "/groups", "/cluster", "/access")) {
      page.navigate(path);
      Screens.look(
          page,
          path.equals("/") ? "home" : path.substring(1).replace('/', '-').replace(name, "topic"));
    }
  }

  @Test
  void refusesFormsOfOtherSitesAndNamesOfOtherHosts() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest.Builder form =
        HttpRequest.newBuilder(URI.create(base + "/topics/new"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("name=stolen"));
    HttpResponse<String> foreign =
        http.send(
            form.copy().header("Origin", "http://evil.example").build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(403, foreign.statusCode());
    HttpResponse<String> withoutToken =
        http.send(form.build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(403, withoutToken.statusCode());
    HttpResponse<String> file =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/assets/..%2f..%2fconsole.css")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(404, file.statusCode());
    try (Admin admin = new Clients(cluster.bootstrap()).admin()) {
      assertTrue(!Clients.get(admin.listTopics().names()).contains("stolen"));
    }
  }
}
