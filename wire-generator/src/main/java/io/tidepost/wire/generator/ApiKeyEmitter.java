package io.tidepost.wire.generator;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Emits the table of APIs: numbers only, so that asking it loads no message.
final class ApiKeyEmitter {

  private static final int CONTROLLED_SHUTDOWN = 7;
  private static final int API_VERSIONS = 18;

  private final List<Message> messages;

  ApiKeyEmitter(List<Message> messages) {
    this.messages = messages;
  }

  /// The rows of `ApiKey`'s constants, to be put into the template.
  String emit(String template) {
    Map<Integer, Message> responses = new TreeMap<>();
    messages.stream()
        .filter(message -> message.kind().equals("response"))
        .forEach(message -> responses.put(message.apiKey(), message));
    List<Message> requests =
        messages.stream()
            .filter(message -> message.kind().equals("request"))
            .sorted(Comparator.comparingInt(Message::apiKey))
            .toList();
    StringBuilder rows = new StringBuilder();
    for (Message request : requests) {
      Message response = responses.get(request.apiKey());
      if (response == null || !response.versions().equals(request.versions())) {
        throw new IllegalArgumentException(
            request.name() + " has no response of the same versions");
      }
      rows.append(rows.isEmpty() ? "" : ",\n").append(row(request, response));
    }
    return template.replace("/*ROWS*/", rows + ";");
  }

  private static String row(Message request, Message response) {
    String name = request.name().substring(0, request.name().length() - "Request".length());
    if (request.apiKey() == CONTROLLED_SHUTDOWN) {
      throw new IllegalArgumentException("version 0 of ControlledShutdown needs request header 0");
    }
    int responseFlexible =
        request.apiKey() == API_VERSIONS ? Short.MAX_VALUE : firstFlexible(response);
    return "  %s(%d, \"%s\", %d, %d, %d, %d, %b)"
        .formatted(
            constant(name),
            request.apiKey(),
            name,
            request.versions().lowest(),
            request.versions().highest(),
            firstFlexible(request),
            responseFlexible,
            request.latestVersionUnstable());
  }

  private static int firstFlexible(Message message) {
    return message.flexible().isEmpty() ? Short.MAX_VALUE : message.flexible().lowest();
  }

  /// `ListOffsets` becomes `LIST_OFFSETS`.
  static String constant(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }
}
