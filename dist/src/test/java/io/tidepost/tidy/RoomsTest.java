package io.tidepost.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassModel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Each room sees only the rooms beneath it, and only the libraries it was given.
class RoomsTest {

  /// The rooms that production code is made of; `sim`, `fuzz`, `compat` and `bench` see everything.
  private static final List<String> SEE_EVERYTHING = List.of("sim", "fuzz", "compat", "bench");

  @Test
  void everyClassUsesOnlyWhatItsRoomMaySee() {
    var wrong = new TreeSet<String>();
    int classes = 0;
    for (String module : Repository.modules()) {
      if (SEE_EVERYTHING.contains(module.split("/")[0])) {
        continue;
      }
      for (ClassModel model : ClassFiles.of(module)) {
        classes++;
        wrong.addAll(faults(model));
      }
    }
    assertTrue(classes > 0, "no class files found: build before this test");
    assertEquals(List.of(), new ArrayList<>(wrong), "see Rooms.java and docs/ARCHITECTURE.md");
  }

  private static List<String> faults(ClassModel model) {
    String name = ClassFiles.name(model);
    String room = Rooms.roomOf(ClassFiles.packageOf(name));
    if (room == null) {
      return List.of(name + " is in no room of the map");
    }
    List<String> faults = new ArrayList<>();
    for (String used : ClassFiles.classesUsed(model)) {
      if (!Rooms.mayUse(room, ClassFiles.packageOf(used))) {
        faults.add(name + " uses " + used);
      }
    }
    return faults;
  }

  @Test
  void theMapItselfSaysNo() {
    assertFalse(Rooms.mayUse("io.tidepost.log", "io.tidepost.replica"));
    assertFalse(Rooms.mayUse("io.tidepost.log", "io.netty.buffer"));
    assertFalse(Rooms.mayUse("io.tidepost.log", "io.tidepost.base.world"));
    assertFalse(Rooms.mayUse("io.tidepost.base", "io.tidepost.base.world"));
    assertFalse(Rooms.mayUse("io.tidepost.cli", "io.tidepost.wire"));
    assertFalse(Rooms.mayUse("io.tidepost.cli", "io.tidepost.broker"));
    assertFalse(Rooms.mayUse("io.tidepost.broker", "io.tidepost.cli"));
    assertTrue(Rooms.mayUse("io.tidepost.cli.dump", "io.tidepost.wire.records"));
    assertTrue(Rooms.mayUse("io.tidepost.wire", "io.tidepost.wire.compression"));
    assertTrue(Rooms.mayUse("io.tidepost.broker", "io.tidepost.base.world"));
  }
}
