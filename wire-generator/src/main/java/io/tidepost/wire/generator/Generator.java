package io.tidepost.wire.generator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The build's entry: `Generator OUTPUT_FOLDER OWN_DEFINITIONS`. The jars with Kafka's definitions
/// are on the class path; our own are files in a folder.
public final class Generator {

  private static final String MESSAGES = "io.tidepost.wire.message";
  private static final String RECORDS = "io.tidepost.wire.record";

  /// One known file of each jar: the client's first, whose messages are the protocol, then those of
  /// the internal topics and files.
  private static final String CLIENT_JAR = "common/message/FetchRequest.json";

  private static final List<String> RECORD_JARS =
      List.of(
          "common/metadata/TopicRecord.json",
          "common/message/GroupMetadataKey.json",
          "common/message/TransactionLogKey.json",
          "common/message/ShareSnapshotKey.json",
          "common/message/QuorumStateData.json",
          "message/ProducerSnapshot.json");

  private Generator() {}

  /// @param arguments the folder to write to, and the one with our own definitions
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path client = Definitions.jarWith(CLIENT_JAR);
    List<Path> recordJars = RECORD_JARS.stream().map(Definitions::jarWith).toList();
    List<Path> own = Definitions.files(Path.of(arguments[1]));
    String fingerprint =
        Fingerprint.of(
            Stream.of(Stream.of(client), recordJars.stream(), own.stream())
                .flatMap(files -> files)
                .toList());
    Path stamp = folder.resolve("fingerprint");
    if (Files.exists(stamp) && Files.readString(stamp).equals(fingerprint)) {
      return;
    }
    Files.createDirectories(folder);
    Files.deleteIfExists(stamp);
    OutputFolder output = new OutputFolder(folder);
    List<Message> protocol = new ArrayList<>(Definitions.read(client));
    own.forEach(file -> protocol.add(Definitions.readFile(file)));
    for (Message message : protocol) {
      String target = isRecord(message) ? RECORDS : MESSAGES;
      output.write(target, message.name(), new MessageEmitter(message, target).emit());
    }
    output.write("io.tidepost.wire", "ApiKey", new ApiKeyEmitter(protocol).emit(template()));
    for (Message message : recordMessages(recordJars)) {
      output.write(RECORDS, message.name(), new MessageEmitter(message, RECORDS).emit());
    }
    output.deleteOthers();
    Files.writeString(stamp, fingerprint);
  }

  private static List<Message> recordMessages(List<Path> jars) {
    List<Message> messages = new ArrayList<>();
    jars.forEach(jar -> messages.addAll(Definitions.read(jar)));
    return messages;
  }

  /// Definitions that are neither sent nor received as requests: what the client jar holds of
  /// control records, consumer protocol and the like.
  private static boolean isRecord(Message message) {
    return message.kind().equals("data");
  }

  private static String template() throws IOException {
    try (InputStream in = Generator.class.getResourceAsStream("ApiKey.java.template")) {
      if (in == null) {
        throw new IOException("ApiKey.java.template is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
