package io.tidepost.cli;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Mixin;

/// A command that asks a cluster through the admin client and prints what it learnt.
public abstract class KafkaCommand extends CliCommand {

  @Mixin protected ClientOptions client;

  @Mixin protected OutputOptions output;

  @Override
  public final Integer call() {
    Admin admin = client.admin();
    try {
      return run(admin);
    } catch (Failure e) {
      throw e;
    } catch (Exception e) {
      throw Explain.failure(e, client, spec.qualifiedName());
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  /// Does the work; what it throws is explained in one sentence.
  protected abstract int run(Admin admin) throws Exception;

  /// Prints data in the form that was asked for.
  protected final void print(Table table) {
    output.print(terminal.out(), table);
  }
}
