package io.tidepost.cli.debug;

import io.tidepost.cli.CliCommand;
import io.tidepost.cli.ClientOptions;
import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.OutputOptions;
import io.tidepost.cli.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost debug bundle`.
@Command(
    name = "bundle",
    description = {
      "Gather in one archive what those who help need to know: versions, the cluster with its"
          + " topics and groups, options and disks of each node, metrics and health; with --config,"
          + " --log and --pid also a node's own file, the end of its log and the stacks of its"
          + " threads. Records are never taken. Secrets are taken out of everything; look through"
          + " it all the same before you give it away. What cannot be had is named in it and does"
          + " not stop the rest."
    },
    footer = {
      "  tidepost debug bundle --dry-run",
      "  tidepost debug bundle",
      "  tidepost debug bundle out.zip --config server.properties --log tidepost.log --pid 4711"
    })
final class DebugBundle extends CliCommand {

  private static final DateTimeFormatter NOW = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The archive; default tidepost-debug-TIME.zip in this folder.")
  @Nullable Path file;

  @Option(names = "--dry-run", description = "Only list what would be in it.")
  boolean dryRun;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The node's server.properties; taken without its secrets.")
  @Nullable Path config;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "The node's log; its last 2 MiB are taken.")
  @Nullable Path log;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "The node's process on this machine, for the stacks of its threads.")
  @Nullable Long pid;

  @Option(
      names = "--http",
      paramLabel = "URL",
      defaultValue = "http://localhost:8080",
      description = "Where the node serves metrics and health; default ${DEFAULT-VALUE}.")
  URI http = URI.create("http://localhost:8080");

  @Mixin ClientOptions client;

  @Mixin OutputOptions output;

  private final Redactor redactor = new Redactor();

  /// @param from where it is taken from, in words
  private record Part(String from, Callable<String> text) {}

  @Override
  public Integer call() throws Exception {
    redactor.learn(client.clientProperties());
    Path own = config;
    String properties = own == null ? "" : redactor.properties(read("--config", own));
    try (Admin admin = client.admin()) {
      Map<String, Part> parts = parts(admin, properties);
      Table table = dryRun ? listed(parts) : written(parts);
      output.print(terminal.out(), table);
    } catch (Failure e) {
      throw e;
    } catch (Exception e) {
      throw Explain.failure(e, client, spec.qualifiedName());
    }
    return OK;
  }

  private static String read(String option, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Failure(option + " " + file + " cannot be read: " + e, e);
    }
  }

  private Map<String, Part> parts(Admin admin, String properties) throws Exception {
    Gathered gathered = new Gathered(admin);
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("versions.txt", new Part("this command", OnThisMachine::versions));
    parts.put("cluster/cluster.json", new Part("the cluster", gathered::cluster));
    parts.put("cluster/topics.json", new Part("the cluster", gathered::topics));
    parts.put("cluster/groups.json", new Part("the cluster", gathered::groups));
    for (int node : gathered.nodes()) {
      String folder = "nodes/" + node + "/";
      parts.put(folder + "options.json", new Part("node " + node, () -> gathered.options(node)));
      parts.put(folder + "disks.json", new Part("node " + node, () -> gathered.disks(node)));
    }
    for (String page : List.of("metrics", "healthz", "readyz")) {
      URI address = http.resolve("/" + page);
      parts.put(
          "http/" + page + ".txt", new Part(address.toString(), () -> OnThisMachine.get(address)));
    }
    Path own = config;
    if (own != null) {
      parts.put("node/server.properties", new Part(own.toString(), () -> properties));
    }
    Path tail = log;
    if (tail != null) {
      parts.put("node/log-tail.txt", new Part(tail.toString(), () -> OnThisMachine.tail(tail)));
    }
    Long process = pid;
    if (process != null) {
      parts.put(
          "node/threads.txt", new Part("process " + process, () -> OnThisMachine.threads(process)));
    }
    return parts;
  }

  private static Table listed(Map<String, Part> parts) {
    Table table = new Table("entry", "from");
    parts.forEach((name, part) -> table.row(name, part.from()));
    return table;
  }

  private Table written(Map<String, Part> parts) throws IOException {
    Path archive =
        file != null
            ? file
            : Path.of("tidepost-debug-" + LocalDateTime.now(ZoneOffset.UTC).format(NOW) + ".zip");
    Table table = new Table("entry", "bytes", "problem");
    List<String> problems = new ArrayList<>();
    try (ZipOutputStream zip = new ZipOutputStream(create(archive))) {
      for (Map.Entry<String, Part> each : parts.entrySet()) {
        try {
          byte[] bytes = bytes(each.getValue().text().call());
          put(zip, each.getKey(), bytes);
          table.row(each.getKey(), bytes.length, null);
        } catch (Exception e) {
          String problem = redactor.text(Explain.sentence(Explain.unwrap(e)));
          problems.add(each.getKey() + ": " + problem);
          table.row(each.getKey(), 0, problem);
        }
      }
      if (!problems.isEmpty()) {
        put(zip, "missing.txt", bytes(String.join("\n", problems) + "\n"));
      }
    }
    if (!output.structured()) {
      terminal
          .err()
          .println(
              archive
                  + " is written. Secrets were taken out; look through it before you give it"
                  + " away.");
    }
    return table;
  }

  private byte[] bytes(String text) {
    return redactor.text(text).getBytes(StandardCharsets.UTF_8);
  }

  /// Only its owner may read it, where the file system knows owners; one that is there stays.
  private static OutputStream create(Path archive) {
    try {
      if (archive.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            archive,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(archive);
      }
      return Files.newOutputStream(archive, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new Failure("the archive " + archive + " cannot be written: " + e, e);
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
