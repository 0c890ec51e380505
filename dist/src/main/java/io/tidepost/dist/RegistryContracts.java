package io.tidepost.dist;

import io.tidepost.broker.contract.Contract;
import io.tidepost.broker.contract.RecordContracts;
import io.tidepost.registry.SchemaRegistry;
import io.tidepost.registry.contract.MismatchException;
import io.tidepost.registry.contract.RecordCodec;
import io.tidepost.registry.contract.WireFormat;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.kafka.CopyWriter;
import io.tidepost.registry.service.SchemaShelf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the broker asks about schemas, answered by the registry in the same process. Loads nothing
/// before a record comes in for a topic with a contract.
final class RegistryContracts implements RecordContracts {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryContracts.class);
  private static final int SUBJECTS_SHOWN_MAX = 3;

  private record Question(Set<Integer> schemas, Consumer<@Nullable String> told) {}

  private final SchemaRegistry registry;
  private final List<Question> questions = new ArrayList<>();
  private boolean answering;
  private volatile @Nullable SchemaShelf shelf;
  private @Nullable CopyWriter copies;

  RegistryContracts(SchemaRegistry registry) {
    this.registry = registry;
  }

  @Override
  public @Nullable Finding check(
      String topic, boolean key, Contract.Terms terms, ByteBuffer payload, boolean learnt) {
    try {
      int id = WireFormat.schemaId(payload);
      SchemaShelf known = shelf;
      SchemaShelf.Book book = known == null ? null : known.last(id);
      if (known == null || book == null || !(learnt || known.isFresh(book))) {
        return new Finding.Unknown(id);
      }
      Finding finding = check(topic, key, terms, id, book, WireFormat.payload(payload));
      return finding instanceof Finding.Unknown && learnt
          ? new Finding.Fault(notRegistered(topic, key, terms, id, book, payload))
          : finding;
    } catch (MismatchException e) {
      return new Finding.Fault(String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn("a {} for {} could not be checked", key ? "key" : "value", topic, e);
      return new Finding.Fault("it cannot be checked: " + e);
    }
  }

  private static @Nullable Finding check(
      String topic,
      boolean key,
      Contract.Terms terms,
      int id,
      SchemaShelf.Book book,
      ByteBuffer payload)
      throws MismatchException {
    RecordCodec codec = book.codec();
    if (codec == null || !book.subjects().contains(subject(topic, key, terms, codec, payload))) {
      return new Finding.Unknown(id);
    }
    if (terms.full()) {
      codec.check(payload);
    }
    return null;
  }

  private static String subject(
      String topic, boolean key, Contract.Terms terms, RecordCodec codec, ByteBuffer payload)
      throws MismatchException {
    return switch (terms.names()) {
      case TOPIC -> topic + (key ? "-key" : "-value");
      case RECORD -> codec.name(payload);
      case TOPIC_RECORD -> topic + "-" + codec.name(payload);
    };
  }

  private static String notRegistered(
      String topic,
      boolean key,
      Contract.Terms terms,
      int id,
      SchemaShelf.Book book,
      ByteBuffer framed)
      throws MismatchException {
    RecordCodec codec = book.codec();
    if (codec == null) {
      return book.problem();
    }
    String subject = subject(topic, key, terms, codec, WireFormat.payload(framed));
    List<String> others =
        book.subjects().stream()
            .sorted()
            .limit(SUBJECTS_SHOWN_MAX)
            .map(s -> "'" + s + "'")
            .toList();
    return "expected a schema of subject '%s', found schema %d, which is registered under %s"
        .formatted(subject, id, others.isEmpty() ? "none" : String.join(", ", others));
  }

  // ---- what takes time

  @Override
  public void learn(Set<Integer> schemas, Consumer<@Nullable String> told) {
    synchronized (questions) {
      questions.add(new Question(schemas, told));
      if (answering) {
        return;
      }
      answering = true;
    }
    Thread.ofVirtual().name("tidepost-contracts").start(this::answer);
  }

  /// One look into the registry answers everybody who asked before it.
  private void answer() {
    while (true) {
      List<Question> asked;
      synchronized (questions) {
        asked = List.copyOf(questions);
        questions.clear();
        answering = !asked.isEmpty();
      }
      if (asked.isEmpty()) {
        return;
      }
      Set<Integer> schemas = new LinkedHashSet<>();
      asked.forEach(question -> schemas.addAll(question.schemas()));
      String why = fetch(schemas);
      asked.forEach(question -> question.told().accept(why));
    }
  }

  private @Nullable String fetch(Set<Integer> schemas) {
    try {
      SchemaShelf known = shelf;
      if (known == null) {
        known = new SchemaShelf(registry.registry());
        shelf = known;
      }
      known.fetch(schemas);
      return null;
    } catch (IOException | RegistryException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("the schema registry cannot be asked", e);
      return e.toString();
    }
  }

  @Override
  public void copy(String topic, List<Copy> records, Consumer<@Nullable String> told) {
    Thread.ofVirtual()
        .name("tidepost-quarantine")
        .start(() -> {
          String why;
          try {
            why = copies().write(topic, records.stream().map(RegistryContracts::copy).toList());
          } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("records cannot be copied to {}", topic, e);
            why = e.toString();
          }
          told.accept(why);
        });
  }

  private synchronized CopyWriter copies() throws IOException {
    CopyWriter known = copies;
    if (known == null) {
      known = new CopyWriter(registry.clientSettings());
      copies = known;
    }
    return known;
  }

  private static CopyWriter.Copy copy(Copy record) {
    return new CopyWriter.Copy(
        record.timestamp(),
        bytes(record.key()),
        bytes(record.value()),
        record.headers().stream()
            .map(header -> new CopyWriter.Header(header.name(), bytes(header.value())))
            .toList());
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }
}
