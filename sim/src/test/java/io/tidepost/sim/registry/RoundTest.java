package io.tidepost.sim.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.registry.decide.Command;
import io.tidepost.registry.decide.ParsedCache;
import io.tidepost.registry.decide.Round;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.RegistryState;
import io.tidepost.sim.world.SeededRandomness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Commands that are decided together come to the same as one after the other.
final class RoundTest {

  private static final int COMMANDS = 60;

  private final ParsedCache parsed = new ParsedCache(200);
  private final RegistryState alone = new RegistryState();
  private final RegistryState together = new RegistryState();
  private final List<String> outcomesAlone = new ArrayList<>();
  private final List<String> outcomesTogether = new ArrayList<>();
  private final List<RegistryRecord> recordsAlone = new ArrayList<>();
  private final List<RegistryRecord> recordsTogether = new ArrayList<>();

  private void decide(
      RegistryState state,
      List<Command<?>> commands,
      List<String> outcomes,
      List<RegistryRecord> records) {
    Round round = new Round(state, parsed);
    commands.forEach(round::add);
    round.outcomes().forEach(outcome -> outcomes.add(outcome.toString()));
    round.records().forEach(state::apply);
    records.addAll(round.records());
  }

  @Test
  void togetherIsAsOneAfterTheOther() {
    int refused = 0;
    for (long seed = 0; seed < 200; seed++) {
      SeededRandomness random = new SeededRandomness(SeededRandomness.seed(seed));
      RoundTest test = new RoundTest();
      List<Command<?>> commands = new ArrayList<>();
      for (int i = 0; i < COMMANDS; i++) {
        commands.add(RegistryClient.anyCommand(random));
      }
      for (int from = 0; from < COMMANDS; ) {
        int to = Math.min(COMMANDS, from + random.between(1, 15));
        test.decide(
            test.together, commands.subList(from, to), test.outcomesTogether, test.recordsTogether);
        from = to;
      }
      for (Command<?> command : commands) {
        test.decide(test.alone, List.of(command), test.outcomesAlone, test.recordsAlone);
      }
      assertEquals(test.outcomesAlone, test.outcomesTogether, "seed " + seed);
      assertEquals(test.recordsAlone, test.recordsTogether, "seed " + seed);
      refused += COMMANDS - test.recordsAlone.size();
    }
    assertTrue(refused > 1000, "hardly anything is refused: " + refused);
  }
}
