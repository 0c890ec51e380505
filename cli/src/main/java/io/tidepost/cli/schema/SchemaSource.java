package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A schema in a file and the subject that it is for, as commands are given them.
final class SchemaSource {

  @Parameters(index = "0", paramLabel = "SUBJECT", description = "Such as orders-value.")
  String subject = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The schema; '-' is standard input.")
  String file = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "avro, json or protobuf; default: by the file's name or text.")
  @Nullable String type;

  @Option(
      names = "--reference",
      paramLabel = "NAME=SUBJECT:VERSION",
      description = "A schema that it refers to; may be repeated.")
  List<String> references = List.of();

  /// As a registry takes it.
  ObjectNode body() {
    return SchemaFile.body(file, type, references);
  }
}
