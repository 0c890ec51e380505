package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidepost schema check`.
@Command(
    name = "check",
    description = {
      "Say whether a schema could be registered under a subject, what speaks against it, and what"
          + " changes. Nothing is registered. Exit code 1 when it could not."
    },
    footer = {
      "  tidepost schema check orders-value order-v2.avsc",
      "  tidepost schema check orders-value order-v2.avsc --version 1"
    })
final class SchemaCheck extends RegistryCommand {

  @Mixin SchemaSource source = new SchemaSource();

  @Option(
      names = "--version",
      paramLabel = "NUMBER",
      description = "Only against this version; default: as the subject's level asks.")
  @Nullable String version;

  @Override
  int run(RegistryClient registry) {
    ObjectNode body = source.body();
    String versions = version == null ? "/versions" : "/versions/" + RegistryClient.part(version);
    JsonNode verdict =
        registry.ask(
            "POST", "/compatibility" + path(source.subject) + versions + "?verbose=true", body);
    boolean compatible = verdict.path("is_compatible").asBoolean();
    List<String> messages = new ArrayList<>();
    verdict.path("messages").forEach(message -> messages.add(message.asText()));
    List<String> diff = diff(registry, body);
    if (output.structured()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("subject", source.subject);
      object.put("compatible", compatible);
      object.put("messages", messages);
      object.put("diff", diff);
      output.tree(terminal.out(), object);
    } else {
      terminal.out().println(compatible ? "compatible" : "not compatible");
      messages.forEach(message -> terminal.out().println("  " + message));
      if (!diff.isEmpty()) {
        terminal.out().println();
        diff.forEach(line -> terminal.out().println(line));
      }
    }
    return compatible ? OK : FAILED;
  }

  private List<String> diff(RegistryClient registry, ObjectNode body) {
    String with = version == null ? "latest" : version;
    try {
      JsonNode before =
          registry.tryAsk(
              "GET", path(source.subject) + "/versions/" + RegistryClient.part(with), null);
      return TextDiff.of(pretty(before), pretty(body));
    } catch (RegistryClient.RefusedException e) {
      return List.of(); // there is nothing before it
    }
  }
}
