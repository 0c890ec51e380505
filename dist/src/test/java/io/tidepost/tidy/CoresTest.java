package io.tidepost.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The cores decide and never touch the world: no clock, thread, randomness, socket, file or system
/// property of their own. What they need is handed to them.
class CoresTest {

  private static final List<String> CORES =
      List.of("wire", "log", "metadata", "replica", "coordinator");

  private static final List<Pattern> FORBIDDEN =
      List.of(
          // clocks
          Pattern.compile("java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"),
          Pattern.compile("java\\.time\\.\\w+\\.now"),
          Pattern.compile("java\\.time\\.Clock\\..*"),
          Pattern.compile("java\\.util\\.(Date|Timer|GregorianCalendar)\\.<init>"),
          // threads
          Pattern.compile("java\\.lang\\.(Thread|ThreadGroup|InheritableThreadLocal)[.$].*"),
          Pattern.compile("java\\.util\\.concurrent\\.(?!TimeUnit).*"),
          Pattern.compile("java\\.lang\\.Object\\.(wait|notify|notifyAll)"),
          // randomness
          Pattern.compile("java\\.util\\.(Random|SplittableRandom)\\..*"),
          Pattern.compile("java\\.util\\.random\\..*"),
          Pattern.compile("java\\.security\\.SecureRandom\\..*"),
          Pattern.compile("java\\.lang\\.Math\\.random"),
          Pattern.compile("java\\.util\\.UUID\\.randomUUID"),
          Pattern.compile("java\\.util\\.Collections\\.shuffle"),
          // the machine around us
          Pattern.compile("java\\.lang\\.(Process|ProcessBuilder|Runtime)\\..*"),
          Pattern.compile("java\\.lang\\.System\\.(getProperty|getenv|exit|in|out|err)"),
          Pattern.compile("java\\.net\\..*"),
          Pattern.compile("java\\.nio\\.file\\.Files\\..*"),
          Pattern.compile(
              "java\\.nio\\.channels\\.(Async|Datagram|Socket|ServerSocket|Selector).*"),
          Pattern.compile("java\\.nio\\.channels\\.FileChannel\\.open"),
          Pattern.compile("java\\.io\\.(File|Random)\\w*\\.(?!separator).*"));

  @Test
  void coresTouchNothingOfTheWorld() {
    Map<String, String> allowed = Repository.reasons("allowed-calls.txt");
    var faults = new TreeSet<String>();
    int classes = 0;
    for (String module : CORES) {
      for (ClassModel model : ClassFiles.of(module)) {
        classes++;
        faults.addAll(faults(model, allowed));
      }
    }
    assertTrue(classes > 0, "no class files found: build before this test");
    assertEquals(
        List.of(),
        new ArrayList<>(faults),
        "hand it in (Clock, Randomness, Disk), or answer with an effect for the shell;"
            + " exceptions live in dist/src/test/resources/tidy/allowed-calls.txt");
  }

  private static List<String> faults(ClassModel model, Map<String, String> allowed) {
    String name = ClassFiles.name(model);
    String outermost = name.replaceFirst("\\$.*", "");
    List<String> faults = new ArrayList<>();
    for (String member : ClassFiles.membersUsed(model)) {
      boolean forbidden = FORBIDDEN.stream().anyMatch(p -> p.matcher(member).matches());
      if (forbidden && !allowed.containsKey(outermost + " " + member)) {
        faults.add(outermost + " " + member);
      }
    }
    for (MethodModel method : model.methods()) {
      if (locks(method) && !allowed.containsKey(outermost + " synchronized")) {
        faults.add(outermost + " synchronized");
      }
    }
    return faults;
  }

  private static boolean locks(MethodModel method) {
    return method.flags().has(AccessFlag.SYNCHRONIZED)
        || method.code().stream()
            .flatMap(code -> code.elementStream())
            .anyMatch(MonitorInstruction.class::isInstance);
  }

  @Test
  void theNetHasNoHoles() {
    for (String member :
        List.of(
            "java.lang.System.nanoTime",
            "java.time.Instant.now",
            "java.lang.Thread.start",
            "java.util.concurrent.ConcurrentHashMap.<init>",
            "java.util.Random.<init>",
            "java.nio.file.Files.exists",
            "java.io.FileInputStream.<init>",
            "java.nio.channels.SocketChannel.open",
            "java.net.Socket.<init>")) {
      assertTrue(
          FORBIDDEN.stream().anyMatch(p -> p.matcher(member).matches()), member + " slips through");
    }
  }
}
