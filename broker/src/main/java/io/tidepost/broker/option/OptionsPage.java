package io.tidepost.broker.option;

import io.tidepost.base.option.Effect;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.log.option.TopicOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes `docs/OPTIONS.md` from the declarations.
public final class OptionsPage {

  private static final String HEAD =
      """
      # Options

      This page is written from the declarations (`OptionsPage`); a test fails when it is stale.

      A broker's options stand in a file in the syntax of Java properties, `./tidepost start --config FILE`, and on the
      command line, `--set name=value`, which counts more. Names, types, defaults and bounds are those of Apache Kafka 4.4
      unless something else is said. A value that is impossible refuses the start and is named with its file and line. A
      name that nobody knows is warned about, together with the nearest known one; `--strict` refuses it.

      **Change** says when a new value counts: *start* needs a restart; *broker* can be changed for one broker while it
      runs; *cluster* also for all brokers at once (`./tidepost config`, `kafka-configs`). An option marked ○ is accepted
      and checked, but nothing here depends on it; the reason is given. An option marked ✕ refuses the start when it is
      set to anything but its default, because ignoring it would be dangerous.

      """;

  private OptionsPage() {}

  /// Writes the page to the file named by the only argument.
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), page());
  }

  /// The whole page.
  public static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("## Brokers\n");
    BrokerOptions.GROUPS.forEach(group -> table(page, "### " + group.title(), group.options()));
    resource(page, TopicOptions.GROUP, "Topics", "topic");
    resource(page, GroupOptions.GROUP, "Groups", "group");
    resource(page, ClientMetricsOptions.GROUP, "Subscriptions to client metrics", "subscription");
    return page.toString();
  }

  private static void resource(StringBuilder page, OptionGroup group, String title, String kind) {
    page.append("\n## ").append(title).append("\n\n");
    page.append("Set on one ").append(kind);
    page.append(" and changed while the cluster runs. The default of the broker counts where one");
    page.append(" is named.\n");
    table(page, "", group.options());
  }

  private static void table(StringBuilder page, String heading, List<Option<?>> options) {
    if (!heading.isEmpty()) {
      page.append('\n').append(heading).append('\n');
    }
    page.append("\n| option | values | default | change | |\n|---|---|---|---|---|\n");
    for (Option<?> option : options) {
      if (!option.internal()) {
        row(page, option);
      }
    }
  }

  private static void row(StringBuilder page, Option<?> option) {
    page.append("| ").append(mark(option)).append('`').append(option.name()).append("` | ");
    page.append(escape(values(option))).append(" | ").append(escape(defaultOf(option)));
    page.append(" | ").append(change(option)).append(" | ");
    page.append(escape(option.sentence())).append(escape(reason(option))).append(" |\n");
  }

  private static String mark(Option<?> option) {
    return switch (option.effect()) {
      case Effect.Works() -> "";
      case Effect.None(String reason) -> "○ ";
      case Effect.Refused(String reason) -> "✕ ";
    };
  }

  private static String reason(Option<?> option) {
    return switch (option.effect()) {
      case Effect.Works() -> "";
      case Effect.None(String reason) -> " *(" + reason + ")*";
      case Effect.Refused(String reason) -> " *(" + reason + ")*";
    };
  }

  private static String values(Option<?> option) {
    String bounds = option.check().human();
    String type = option.type().toString().toLowerCase(java.util.Locale.ROOT);
    return bounds.isEmpty() ? type : type + ": " + bounds;
  }

  private static String defaultOf(Option<?> option) {
    if (!option.synonyms().isEmpty() && option.defaultText() != null) {
      return "`" + option.synonyms().getFirst().name() + "`";
    }
    String text = option.defaultText();
    if (text == null) {
      return "–";
    }
    return text.isEmpty() ? "empty" : "`" + readable(text) + "`";
  }

  private static String readable(String text) {
    return switch (text) {
      case "9223372036854775807" -> "2^63-1";
      case "2147483647" -> "2^31-1";
      case "1.7976931348623157E308" -> "no bound";
      default -> text;
    };
  }

  private static String change(Option<?> option) {
    return switch (option.scope()) {
      case READ_ONLY -> "start";
      case PER_BROKER -> "broker";
      case CLUSTER_WIDE -> "cluster";
      case TOPIC, GROUP, CLIENT_METRICS -> "running";
    };
  }

  private static String escape(String text) {
    return text.replace("|", "\\|");
  }
}
