package io.tidepost.cli;

import io.tidepost.cli.acl.AclGroup;
import io.tidepost.cli.apikey.ApiKeyGroup;
import io.tidepost.cli.clientmetrics.ClientMetricsGroup;
import io.tidepost.cli.cluster.ClusterGroup;
import io.tidepost.cli.completion.CompletionGroup;
import io.tidepost.cli.config.ConfigGroup;
import io.tidepost.cli.debug.DebugGroup;
import io.tidepost.cli.desired.ApplyCommand;
import io.tidepost.cli.desired.ExportCommand;
import io.tidepost.cli.desired.PlanCommand;
import io.tidepost.cli.desired.ValidateCommand;
import io.tidepost.cli.dump.LogGroup;
import io.tidepost.cli.group.GroupGroup;
import io.tidepost.cli.load.BenchCommand;
import io.tidepost.cli.load.ChaosCommand;
import io.tidepost.cli.profile.ProfileGroup;
import io.tidepost.cli.quota.QuotaGroup;
import io.tidepost.cli.record.ConsumeCommand;
import io.tidepost.cli.record.ProduceCommand;
import io.tidepost.cli.schema.SchemaGroup;
import io.tidepost.cli.top.TopCommand;
import io.tidepost.cli.topic.TopicGroup;
import io.tidepost.cli.transaction.TransactionGroup;
import io.tidepost.cli.user.UserGroup;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `tidepost`: finds the subcommand, runs it, turns failures into a sentence and an
/// exit code.
///
/// Only the subcommand that was asked for is built; reading the annotations of all of them would
/// cost more than most commands take.
public final class Cli {

  private final LinkedHashMap<String, Class<? extends CliCommand>> commands = new LinkedHashMap<>();

  public Cli() {
    commands.put("topic", TopicGroup.class);
    commands.put("produce", ProduceCommand.class);
    commands.put("consume", ConsumeCommand.class);
    commands.put("group", GroupGroup.class);
    commands.put("transaction", TransactionGroup.class);
    commands.put("config", ConfigGroup.class);
    commands.put("cluster", ClusterGroup.class);
    commands.put("top", TopCommand.class);
    commands.put("bench", BenchCommand.class);
    commands.put("chaos", ChaosCommand.class);
    commands.put("user", UserGroup.class);
    commands.put("acl", AclGroup.class);
    commands.put("api-key", ApiKeyGroup.class);
    commands.put("quota", QuotaGroup.class);
    commands.put("client-metrics", ClientMetricsGroup.class);
    commands.put("schema", SchemaGroup.class);
    commands.put("plan", PlanCommand.class);
    commands.put("apply", ApplyCommand.class);
    commands.put("export", ExportCommand.class);
    commands.put("validate", ValidateCommand.class);
    commands.put("profile", ProfileGroup.class);
    commands.put("completion", CompletionGroup.class);
    commands.put("log", LogGroup.class);
    commands.put("debug", DebugGroup.class);
  }

  /// Adds a command that another room brings.
  public Cli with(String name, Class<? extends CliCommand> command) {
    commands.put(name, command);
    return this;
  }

  /// Adds one in front of all others.
  public Cli withFirst(String name, Class<? extends CliCommand> command) {
    commands.putFirst(name, command);
    return this;
  }

  /// Runs one command line and flushes the terminal.
  ///
  /// @return the exit code: 0 done, 1 failed, 2 the command line makes no sense
  public int run(Terminal terminal, String... args) {
    CommandLine line = commandLine(terminal, args);
    try {
      return line.execute(args);
    } finally {
      terminal.flush();
    }
  }

  CommandLine commandLine(Terminal terminal, String... args) {
    var line = new CommandLine(new Root(), new Factory(terminal, () -> commandLine(terminal)));
    line.getCommandSpec().name("tidepost");
    Class<? extends CliCommand> asked = args.length == 0 ? null : commands.get(args[0]);
    if (asked != null) {
      line.addSubcommand(args[0], asked);
    } else {
      commands.forEach(line::addSubcommand);
    }
    line.setOut(new java.io.PrintWriter(terminal.out(), true));
    line.setErr(new java.io.PrintWriter(terminal.err(), true));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.setParameterExceptionHandler((e, rest) -> usageError(terminal.err(), e));
    line.setExecutionExceptionHandler((e, at, result) -> failure(terminal, e));
    return line;
  }

  private static int failure(Terminal terminal, Exception thrown) throws Exception {
    terminal.out().flush();
    if (thrown instanceof Failure f) {
      terminal.err().println("tidepost: " + f.sentence());
      if (System.getenv("TIDEPOST_DEBUG") != null) {
        f.printStackTrace(terminal.err());
      }
      return CliCommand.FAILED;
    }
    throw thrown;
  }

  private static int usageError(PrintStream err, ParameterException e) {
    String path = e.getCommandLine().getCommandSpec().qualifiedName();
    var sentence = new StringBuilder(Explain.sentence(e));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        sentence.append("; did you mean '").append(suggestions.getFirst()).append("'?");
      }
    }
    err.println("tidepost: " + sentence);
    err.println("'" + path + " --help' shows how.");
    return CliCommand.USAGE;
  }

  /// Hands the terminal to each command.
  private record Factory(Terminal terminal, Supplier<CommandLine> everything) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      K made = CommandLine.defaultFactory().create(type);
      if (made instanceof CliCommand command) {
        command.attach(terminal, everything);
      }
      return made;
    }
  }

  /// The command without a subcommand.
  @Command(
      synopsisHeading = "Usage: ",
      usageHelpWidth = 100,
      customSynopsis = "tidepost COMMAND [OPTIONS]",
      header = "The whole Kafka platform in one process.%n",
      optionListHeading = "%nOptions:%n",
      commandListHeading = "%nCommands:%n",
      footerHeading = "%nA first minute:%n",
      footer = {
        "  tidepost start                                   run the platform in this terminal",
        "  tidepost topic create greetings                  and in another one, make a topic,",
        "  echo hello | tidepost produce greetings          write a record,",
        "  tidepost consume greetings                       and read it.",
        "",
        "'tidepost COMMAND --help' explains each command with examples."
      })
  static final class Root implements Runnable {

    @picocli.CommandLine.Spec picocli.CommandLine.Model.CommandSpec spec;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean helpRequested;

    @Override
    public void run() {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
