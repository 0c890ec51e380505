package io.tidepost.compat.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.foreign.NodePackage;
import io.tidepost.compat.registry.RegistryServer.Answer;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The registry through clients that others wrote, and through plain HTTP.
final class RegistryTest {

  private static final String ORDER =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";
  private static final String WITH_AMOUNT = ORDER.replace("]}", ",%s]}");
  private static final String AMOUNT = "{\"name\":\"amount\",\"type\":\"int\"}";
  private static final String AMOUNT_OR_0 = "{\"name\":\"amount\",\"type\":\"int\",\"default\":0}";

  private static RegistryServer server;

  @BeforeAll
  static void start() {
    server = new RegistryServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// Two clients from npm, all three formats, through topics of the same process.
  @Test
  void clientsOfOthersRegisterEncodeAndDecode() throws IOException {
    NodePackage.exercise(
        NodePackage.install("schemaregistry", "@confluentinc/schemaregistry"),
        server.process().bootstrap(),
        server.url(),
        Clients.unique("registry"));
  }

  @Test
  void refusesWhatBreaksReadersAndSaysWhy() {
    String subject = Clients.unique("refuses");
    assertEquals(200, server.register(subject, ORDER).status());
    Answer refused = server.register(subject, WITH_AMOUNT.formatted(AMOUNT));
    assertEquals(409, refused.status());
    assertEquals(409, refused.code());
    assertTrue(refused.text().contains("READER_FIELD_MISSING_DEFAULT_VALUE"), refused.text());
    assertTrue(refused.text().contains("/fields/1"), refused.text());
    assertEquals(200, server.register(subject, WITH_AMOUNT.formatted(AMOUNT_OR_0)).status());
    assertEquals("[1,2]", server.get("/subjects/" + subject + "/versions").text());
    server.put("/config/" + subject, "{\"compatibility\":\"NONE\"}");
    assertEquals(200, server.register(subject, "\"long\"").status());
  }

  @Test
  void theSameContentHasTheSameIdEverywhere() {
    String one = Clients.unique("same-one");
    String two = Clients.unique("same-two");
    int id = server.register(one, ORDER).id();
    assertEquals(id, server.register(one, "  " + ORDER).id());
    assertEquals(id, server.register(two, ORDER).id());
    String subjects = server.get("/schemas/ids/" + id + "/subjects").text();
    assertTrue(subjects.contains(one) && subjects.contains(two), subjects);
  }

  @Test
  void deletesInTwoSteps() {
    String subject = Clients.unique("deletes");
    int id = server.register(subject, "\"string\"").id();
    assertEquals(40405, server.delete("/subjects/" + subject + "?permanent=true").code());
    assertEquals("[1]", server.delete("/subjects/" + subject).text());
    assertEquals(40401, server.get("/subjects/" + subject + "/versions").code());
    assertEquals(200, server.get("/schemas/ids/" + id).status());
    assertEquals(40404, server.delete("/subjects/" + subject).code());
    assertEquals("[1]", server.delete("/subjects/" + subject + "?permanent=true").text());
    assertFalse(server.get("/subjects?deleted=true").text().contains(subject));
  }

  @Test
  void schemasThatOthersRestOnStay() {
    String base = Clients.unique("base");
    String derived = Clients.unique("derived");
    server.register(base, "{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\"]}");
    String body =
        """
        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"R\\",\\"fields\\":[{\\"name\\":\\"k\\",\\"type\\":\\"Kind\\"}]}",
         "references": [{"name": "Kind", "subject": "%s", "version": 1}]}
        """;
    Answer registered = server.post("/subjects/" + derived + "/versions", body.formatted(base));
    assertEquals(200, registered.status(), registered.text());
    assertEquals(
        "[" + registered.id() + "]",
        server.get("/subjects/" + base + "/versions/1/referencedby").text());
    assertEquals(42206, server.delete("/subjects/" + base + "/versions/1").code());
    assertEquals(
        42201, server.post("/subjects/" + derived + "/versions", body.formatted("nothing")).code());
  }

  @Test
  void contextsHaveSubjectsAndIdsOfTheirOwn() {
    String subject = Clients.unique("in-context");
    Answer registered =
        server.post(
            "/contexts/.test/subjects/" + subject + "/versions",
            RegistryServer.body("AVRO", "\"bytes\""));
    assertEquals(1, registered.id());
    assertTrue(server.get("/subjects").text().contains(":.test:" + subject));
    assertTrue(server.get("/contexts").text().contains(".test"));
    assertEquals(200, server.get("/schemas/ids/1?subject=:.test:" + subject).status());
    assertEquals(40401, server.get("/subjects/" + subject + "/versions").code());
  }

  @Test
  void schemasAreListedByTheTypesOfTheirRules() {
    String subject = Clients.unique("ruled");
    String rules =
        """
        {"schema": "\\"int\\"", "ruleSet": {"domainRules": [
          {"name": "positive", "kind": "CONDITION", "mode": "WRITE", "type": "CEL", "expr": "message > 0"}]}}
        """;
    assertEquals(200, server.post("/subjects/" + subject + "/versions", rules).status());
    assertTrue(server.get("/schemas?ruleType=CEL").text().contains(subject));
    assertFalse(server.get("/schemas?ruleType=ENCRYPT").text().contains(subject));
    assertEquals("{\"attributes\":[]}", server.get("/v1/metadata/deployment").text());
  }

  @Test
  void aContextIsDeletedOnceNothingIsInIt() {
    String path = "/contexts/.leaving/subjects/s";
    int id = server.post(path + "/versions", RegistryServer.body("AVRO", "\"int\"")).id();
    server.put("/config/:.leaving:", "{\"compatibility\":\"FULL\"}");
    assertEquals(42211, server.delete("/contexts/.leaving").code());
    server.delete(path);
    assertEquals(42211, server.delete("/contexts/.leaving").code());
    server.delete(path + "?permanent=true");
    assertEquals(204, server.delete("/contexts/.leaving").status());
    assertFalse(server.get("/contexts").text().contains(".leaving"));
    assertEquals(
        "BACKWARD",
        server.get("/contexts/.leaving/config").json().path("compatibilityLevel").asText());
    assertEquals(40401, server.delete("/contexts/.never-used").code());
    assertEquals(42205, server.delete("/contexts/.").code());
    int next = server.post(path + "/versions", RegistryServer.body("AVRO", "\"long\"")).id();
    assertTrue(next > id, id + " is followed by " + next);
  }

  @Test
  void answersBadInputAsDocumented() {
    String subject = Clients.unique("bad");
    assertEquals(42201, server.register(subject, "{\"type\":\"nothing\"}").code());
    assertEquals(42201, server.register(subject, "{").code());
    String path = "/subjects/" + subject + "/versions";
    assertEquals(42201, server.post(path, RegistryServer.body("XML", "<a/>")).code());
    assertEquals(42201, server.post(path, RegistryServer.body("PROTOBUF", "message {")).code());
    assertEquals(
        42201,
        server
            .post(path, RegistryServer.body("JSON", "{\"$ref\":\"http://localhost:1/x.json\"}"))
            .code());
    assertEquals(42201, server.post(path, RegistryServer.body("JSON", "[".repeat(5000))).code());
    assertEquals(400, server.post(path, "{").status());
    assertEquals(422, server.post(path, "{\"schema\":\"\\\"int\\\"\",\"what\":1}").status());
    assertEquals(40401, server.get(path).code());
    String large =
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[],\"doc\":\"%s\"}"
            .formatted("x".repeat(1_020_000));
    assertEquals(42209, server.register(subject, large).code());
    server.register(subject, "\"int\"");
    assertEquals(42202, server.get(path + "/zero").code());
    assertEquals(40402, server.get(path + "/7").code());
    assertEquals(40403, server.get("/schemas/ids/1000000").code());
    assertEquals(42203, server.put("/config", "{\"compatibility\":\"SIDEWAYS\"}").code());
    assertEquals(42204, server.put("/mode", "{\"mode\":\"SLEEPING\"}").code());
    assertEquals(42205, server.put("/mode/" + subject, "{\"mode\":\"IMPORT\"}").code());
    assertEquals(404, server.get("/no/such/path").status());
  }

  /// Many register at the same time; no id and no version is given twice, and all of it is there
  /// after the process was killed.
  @Test
  void concurrentRegistrationsGetIdsOfTheirOwnAndSurvive()
      throws InterruptedException, ExecutionException {
    String subject = Clients.unique("crowd");
    server.put("/config/" + subject, "{\"compatibility\":\"NONE\"}");
    Set<Integer> ids = new HashSet<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String schema =
            "{\"type\":\"fixed\",\"name\":\"%s%d\",\"size\":4}"
                .formatted(subject.replace('-', '_'), i);
        tasks.add(() -> server.register(subject, schema).id());
      }
      for (Future<Integer> task : threads.invokeAll(tasks)) {
        ids.add(task.get());
      }
    }
    assertEquals(40, ids.size());
    String versions = server.get("/subjects/" + subject + "/versions").text();
    server.process().kill();
    server.process().start();
    assertEquals(versions, server.get("/subjects/" + subject + "/versions").text());
    for (int id : ids) {
      assertEquals(200, server.get("/schemas/ids/" + id).status());
    }
  }
}
