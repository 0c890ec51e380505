package io.tidepost.registry.service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.registry.decide.RegisterSchema;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.SchemaRequest;
import io.tidepost.registry.schema.SchemaType;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Commands that wait at the same time.
@Timeout(120)
final class RegistryServiceTest {

  /// A log in memory that holds back writes until it is told to let one through.
  private static final class HeldLog implements SchemasLog {

    final Reader reader;
    final List<List<RegistryRecord>> writes = new ArrayList<>();
    final Semaphore permits = new Semaphore(0);
    final CountDownLatch firstWrite = new CountDownLatch(1);
    @Nullable IOException failure;

    HeldLog(Reader reader) {
      this.reader = reader;
    }

    @Override
    public void becomeWriter() {}

    @Override
    public void write(List<RegistryRecord> records) throws IOException {
      firstWrite.countDown();
      permits.acquireUninterruptibly();
      IOException thrown = failure;
      if (thrown != null) {
        failure = null;
        throw thrown;
      }
      writes.add(List.copyOf(records));
      records.forEach(reader::read);
    }

    @Override
    public void catchUp() {}

    @Override
    public void close() {}
  }

  private @Nullable HeldLog opened;

  private HeldLog log() {
    HeldLog log = opened;
    if (log == null) {
      throw new IllegalStateException("not opened");
    }
    return log;
  }

  private RegistryService service() throws IOException {
    return new RegistryService(reader -> {
      HeldLog log = new HeldLog(reader);
      opened = log;
      return log;
    });
  }

  private static RegisterSchema register(String subject, String text) {
    return new RegisterSchema(
        SubjectName.of(subject),
        new SchemaRequest(SchemaType.AVRO, text, List.of(), null, null),
        0,
        0,
        false);
  }

  private static String record(String name) {
    return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[]}";
  }

  /// The first one is held in its write until all others wait.
  private List<Future<StoredSchema>> crowd(
      RegistryService registry, ExecutorService threads, List<RegisterSchema> commands)
      throws InterruptedException {
    List<Future<StoredSchema>> all = new ArrayList<>();
    all.add(threads.submit(() -> registry.execute(commands.getFirst())));
    log().firstWrite.await();
    for (int i = 1; i < commands.size(); i++) {
      RegisterSchema next = commands.get(i);
      int before = i;
      all.add(threads.submit(() -> registry.execute(next)));
      await().until(() -> registry.waiting() == before);
    }
    return all;
  }

  @Test
  void whatWaitsIsWrittenTogetherInItsOrder() throws Exception {
    try (RegistryService registry = service();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<RegisterSchema> commands = new ArrayList<>();
      for (int i = 1; i <= 12; i++) {
        commands.add(register("s-" + i, record("R" + i)));
      }
      List<Future<StoredSchema>> all = crowd(registry, threads, commands);
      log().permits.release(2);
      for (int i = 0; i < all.size(); i++) {
        assertEquals(i + 1, all.get(i).get().id());
      }
      assertEquals(2, log().writes.size());
      assertEquals(11, log().writes.getLast().size());
    }
  }

  @Test
  void eachIsRefusedByItselfAndSeesThoseBeforeIt() throws Exception {
    try (RegistryService registry = service();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<StoredSchema>> all =
          crowd(
              registry,
              threads,
              List.of(
                  register("first", "\"int\""),
                  register("a", "\"string\""),
                  register("a", "\"long\""), // the one before it forbids it
                  register("b", "{"),
                  register("c", "\"string\""), // has the id of a's
                  register("a", "\"string\"")));
      log().permits.release(2);
      int id = all.get(1).get().id();
      assertEquals(409, code(all.get(2)));
      assertEquals(42201, code(all.get(3)));
      assertEquals(id, all.get(4).get().id());
      assertEquals(all.get(1).get(), all.get(5).get());
      assertEquals(2, log().writes.size());
      assertEquals(2, log().writes.getLast().size());
    }
  }

  /// The log would refuse it, and with it everything that is written together.
  @Test
  void whatIsTooLargeForTheLogIsRefusedByItself() throws Exception {
    try (RegistryService registry = service();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      String large =
          "{\"type\":\"record\",\"name\":\"R\",\"fields\":[],\"doc\":\"%s\"}"
              .formatted("\u00e4".repeat(600_000));
      List<Future<StoredSchema>> all =
          crowd(
              registry,
              threads,
              List.of(
                  register("first", "\"int\""),
                  register("a", "\"string\""),
                  register("b", large),
                  register("c", "\"x".repeat(600_000)),
                  register("d", record("D"))));
      log().permits.release(2);
      all.get(1).get();
      assertEquals(42209, code(all.get(2)));
      assertEquals(42209, code(all.get(3)));
      all.get(4).get();
    }
  }

  @Test
  void nothingIsAnsweredWhenTheWriteFailsAndNothingOfItStays() throws Exception {
    try (RegistryService registry = service();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<StoredSchema>> all =
          crowd(
              registry,
              threads,
              List.of(
                  register("first", "\"int\""),
                  register("a", "\"string\""),
                  register("a", "\"long\"")));
      log().permits.release();
      all.getFirst().get();
      log().failure = new IOException("the disk is gone");
      log().permits.release();
      assertEquals(50001, code(all.get(1)));
      assertEquals(50001, code(all.get(2)));
      log().permits.release();
      assertEquals(2, registry.execute(register("a", "\"long\"")).id());
    }
  }

  /// What another node wrote in between counts.
  @Test
  void whoIsFencedDecidesAgain() throws Exception {
    try (RegistryService registry = service();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<StoredSchema>> all =
          crowd(
              registry,
              threads,
              List.of(
                  register("first", "\"int\""),
                  register("a", "\"string\""),
                  register("b", "\"long\"")));
      log().permits.release();
      all.getFirst().get();
      StoredSchema theirs =
          new StoredSchema(
              SubjectName.of("theirs"),
              1,
              2,
              new StoredSchema.Content(SchemaType.AVRO, "\"bytes\"", List.of(), null, null),
              false);
      log().reader.read(new RegistryRecord.SchemaStored(theirs));
      log().failure = new SchemasLog.NotWriterException("fenced", new IOException());
      log().permits.release(2);
      assertEquals(3, all.get(1).get().id());
      assertEquals(4, all.get(2).get().id());
    }
  }

  @Test
  void manyAtOnceGetIdsOfTheirOwn() throws Exception {
    try (RegistryService registry = service();
        ExecutorService threads = Executors.newFixedThreadPool(16)) {
      log().permits.release(1000);
      List<Future<StoredSchema>> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        RegisterSchema command = register("s-" + i % 50, record("R" + i));
        all.add(threads.submit(() -> registry.execute(command)));
      }
      Set<Integer> ids = new HashSet<>();
      int refused = 0;
      for (Future<StoredSchema> each : all) {
        try {
          assertTrue(ids.add(each.get().id()));
        } catch (ExecutionException e) {
          refused++;
        }
      }
      assertEquals(50, ids.size());
      assertEquals(450, refused);
      assertFalse(log().writes.isEmpty());
    }
  }

  private static int code(Future<StoredSchema> answer) {
    Throwable thrown = assertThrows(ExecutionException.class, answer::get).getCause();
    return assertInstanceOf(RegistryException.class, thrown).code();
  }
}
