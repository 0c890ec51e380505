package io.tidepost.cli.completion;

import io.tidepost.cli.CliCommand;
import io.tidepost.cli.ClientOptions;
import io.tidepost.cli.Topics;
import io.tidepost.cli.profile.Profiles;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidepost completion names`, which the scripts run. A shell that completes says nothing of what
/// went wrong, so neither does this: it prints no names then.
@Command(
    name = "names",
    hidden = true,
    description = "Print names for completion, one a line.",
    footer = "  tidepost completion names topics")
final class CompletionNames extends CliCommand {

  /// What has names.
  enum Kind {
    topics,
    groups,
    profiles
  }

  @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}.")
  Kind kind = Kind.topics;

  @Mixin ClientOptions client;

  @Override
  public Integer call() {
    try {
      names().forEach(terminal.out()::println);
      return OK;
    } catch (ExecutionException | RuntimeException e) {
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private Collection<String> names() throws InterruptedException, ExecutionException {
    if (kind == Kind.profiles) {
      return Profiles.read(System.getenv()).names();
    }
    try (Admin admin = client.admin()) {
      return new TreeSet<>(
          kind == Kind.topics
              ? Topics.names(admin)
              : admin.listGroups().all().get().stream().map(GroupListing::groupId).toList());
    }
  }
}
