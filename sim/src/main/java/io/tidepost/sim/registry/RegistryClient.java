package io.tidepost.sim.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidepost.registry.decide.Command;
import io.tidepost.registry.decide.DeleteSubject;
import io.tidepost.registry.decide.DeleteVersion;
import io.tidepost.registry.decide.RegisterSchema;
import io.tidepost.registry.decide.Round;
import io.tidepost.registry.decide.SchemaRequest;
import io.tidepost.registry.decide.SetConfig;
import io.tidepost.registry.schema.SchemaType;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import io.tidepost.sim.world.SeededRandomness;
import java.util.List;

/// Somebody who registers, deletes and reads, each time at any node, and waits for the answer.
final class RegistryClient {

  private static final List<SubjectName> SUBJECTS =
      List.of(
          SubjectName.of("a"),
          SubjectName.of("b"),
          SubjectName.of("c"),
          SubjectName.of(":.x:a"),
          SubjectName.of(":.x:b"));

  private static final List<String> LEVELS = List.of("NONE", "BACKWARD", "FULL_TRANSITIVE");

  /// After the death of a node what it sent before is still under way for so long.
  private static final long UNDER_WAY_MILLIS = 3_000;

  private final RegistrySimulation world;
  private final SeededRandomness random;
  private int asked;

  RegistryClient(RegistrySimulation world, SeededRandomness random) {
    this.world = world;
    this.random = random;
  }

  void start() {
    world.events.after(random.between(1, 50), this::act);
  }

  private void act() {
    RegistryNode node = world.anyNode(random);
    if (world.isOver()) {
      return;
    }
    if (node == null) {
      start();
      return;
    }
    int what = random.nextInt(100);
    if (what < 50) {
      register(node);
    } else if (what < 64) {
      remove(node, random.chance(50));
    } else if (what < 68) {
      configure(node);
    } else if (what < 84) {
      list(node);
    } else {
      lookUp(node);
    }
  }

  private SubjectName subject() {
    return SUBJECTS.get(random.nextInt(SUBJECTS.size()));
  }

  /// Some go together under all levels, some do not.
  static String text(SeededRandomness random) {
    StringBuilder text =
        new StringBuilder(
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"k\",\"type\":\"int\"}");
    for (String field : List.of("a", "b", "c")) {
      if (random.chance(50)) {
        text.append(",{\"name\":\"").append(field).append("\",\"type\":\"int\"");
        text.append(random.chance(80) ? ",\"default\":0}" : "}");
      }
    }
    return text.append("]}").toString();
  }

  /// Commands, not only those of registering.
  static Command<?> anyCommand(SeededRandomness random) {
    SubjectName subject = SUBJECTS.get(random.nextInt(SUBJECTS.size()));
    int what = random.nextInt(100);
    if (what < 60) {
      return register(subject, random);
    }
    return what < 95 ? removal(subject, random.chance(50), random) : configuration(subject, random);
  }

  private static RegisterSchema register(SubjectName subject, SeededRandomness random) {
    var request = new SchemaRequest(SchemaType.AVRO, text(random), List.of(), null, null);
    return new RegisterSchema(subject, request, 0, 0, random.chance(20));
  }

  private static Command<?> removal(
      SubjectName subject, boolean permanent, SeededRandomness random) {
    return random.chance(50)
        ? new DeleteSubject(subject, permanent)
        : new DeleteVersion(subject, random.chance(40) ? -1 : random.between(1, 5), permanent);
  }

  private static SetConfig configuration(SubjectName subject, SeededRandomness random) {
    String level = LEVELS.get(random.nextInt(LEVELS.size()));
    return new SetConfig(
        subject, JsonNodeFactory.instance.objectNode().put("compatibility", level));
  }

  // ---- commands

  private void register(RegistryNode node) {
    RegisterSchema command = register(subject(), random);
    long began = world.events.now();
    execute(
        node,
        command,
        outcome -> {
          if (outcome.result() instanceof StoredSchema schema) {
            world.trace.add("registered " + schema + " by node " + node.id);
            world.history.registered(new History.Registered(schema, began, world.events.now()));
          }
        },
        () -> {});
  }

  private void remove(RegistryNode node, boolean permanent) {
    SubjectName subject = subject();
    History.Removal removal = world.history.removing(subject, permanent, world.events.now());
    execute(
        node,
        removal(subject, permanent, random),
        outcome -> {
          boolean certain = !(outcome.refusal() instanceof IllegalStateException);
          removal.end(world.events.now() + (certain ? 0 : UNDER_WAY_MILLIS));
        },
        () -> removal.end(world.events.now() + UNDER_WAY_MILLIS));
  }

  private void configure(RegistryNode node) {
    execute(node, configuration(subject(), random), outcome -> {}, () -> {});
  }

  private interface Told {
    void of(Round.Outcome<?> outcome);
  }

  private void execute(RegistryNode node, Command<?> command, Told told, Runnable dead) {
    int mine = ++asked;
    int life = node.life();
    node.execute(
        new RegistryNode.Asked(
            command,
            outcome -> {
              if (mine == asked) {
                asked++;
                told.of(outcome);
                start();
              }
            }));
    watch(node, life, mine, dead);
  }

  /// Nobody answers for a process that has died.
  private void watch(RegistryNode node, int life, int mine, Runnable dead) {
    world.events.after(
        100,
        () -> {
          if (mine != asked) {
            return;
          }
          if (node.life() != life) {
            asked++;
            dead.run();
            start();
          } else {
            watch(node, life, mine, dead);
          }
        });
  }

  // ---- questions

  private void list(RegistryNode node) {
    SubjectName subject = subject();
    long began = world.events.now();
    int mine = ++asked;
    node.ask(
        view -> view.state().versions(subject),
        versions -> {
          asked++;
          world.history.listed(subject, versions, began, world.events.now());
          start();
        });
    watch(node, node.life(), mine, () -> {});
  }

  private void lookUp(RegistryNode node) {
    List<History.Registered> all = world.history.registrations();
    if (all.isEmpty()) {
      start();
      return;
    }
    History.Registered wanted = all.get(random.nextInt(all.size()));
    String context = wanted.schema().subject().context();
    int mine = ++asked;
    node.ask(
        view -> firstOf(view.state().withId(context, wanted.schema().id())),
        found -> {
          asked++;
          world.history.lookedUp(wanted, found, world.events.now());
          start();
        });
    watch(node, node.life(), mine, () -> {});
  }

  private static List<StoredSchema> firstOf(List<StoredSchema> found) {
    return found.isEmpty() ? List.of() : List.of(found.getFirst());
  }
}
