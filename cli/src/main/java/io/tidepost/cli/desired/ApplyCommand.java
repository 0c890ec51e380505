package io.tidepost.cli.desired;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost apply`.
@Command(
    name = "apply",
    description = {
      "Make the cluster as a file says. What is so already is not touched, so that it can be run",
      "again after it was stopped half way. What others own is never touched."
    },
    footer = {"  tidepost apply cluster.yaml", "  tidepost apply cluster.yaml --delete --yes"})
public final class ApplyCommand extends DesiredCommand {

  @Option(
      names = {"-y", "--yes"},
      description = "Do it without asking. Needed when nobody sits at the terminal.")
  boolean yes;

  @Override
  protected int run(Admin admin) throws Exception {
    Planned planned = plan(admin);
    Plan plan = planned.plan();
    if (plan.empty() && plan.adopted().isEmpty()) {
      show(plan);
      return OK;
    }
    if (!output.structured() || !yes) {
      show(plan);
    }
    if (!plan.empty() && !yes && !confirmed()) {
      throw new Failure("nothing was done");
    }
    Ownership ownership = planned.cluster().ownership();
    ownership.prepare();
    String owner = planned.file().owner();
    int done = 0;
    for (Change change : plan.changes()) {
      try {
        change.work().run(planned.cluster());
        if (change.verb() == Change.Verb.DELETE) {
          ownership.forget(change.id());
        } else {
          ownership.set(change.id(), owner);
        }
      } catch (Exception e) {
        throw new Failure(
            change.id()
                + ": "
                + (e instanceof Failure failure
                    ? failure.sentence()
                    : Explain.sentence(Explain.unwrap(e)))
                + "; "
                + done
                + " of "
                + plan.changes().size()
                + " steps are done, run it again for the rest",
            e);
      }
      done++;
      if (!output.structured()) {
        terminal.out().println("done: " + change.verb().sign + " " + change.id());
      }
    }
    for (String id : plan.adopted()) {
      ownership.set(id, owner);
    }
    if (output.structured()) {
      output.tree(terminal.out(), plan.tree());
    }
    return OK;
  }

  private boolean confirmed() {
    java.io.Console console = System.console();
    if (console == null) {
      throw new Failure("nobody can be asked here: add --yes to do it");
    }
    String answer = console.readLine("do it? Only 'yes' is taken: ");
    return List.of("yes").contains(String.valueOf(answer).strip());
  }
}
