package io.tidepost.dist;

import io.tidepost.broker.option.OptionsRefusedException;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.cli.doctor.DoctorCommand;
import io.tidepost.cli.doctor.StartPlan;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `tidepost doctor`, with the broker's own reading of a configuration.
final class Doctor extends DoctorCommand {

  @Override
  protected StartPlan plan(@Nullable Path file, List<String> settings) {
    try {
      ServerOptions options = ServerOptions.read(file, settings, false);
      Set<Path> directories = new LinkedHashSet<>(options.logDirs());
      directories.add(options.metadataLogDir());
      return new StartPlan(
          List.of(),
          options.notices(),
          options.nodeId(),
          options.listeners().stream()
              .map(l -> InetSocketAddress.createUnresolved(l.host(), l.port()))
              .toList(),
          List.copyOf(directories));
    } catch (OptionsRefusedException e) {
      return StartPlan.refused(e.complaints());
    }
  }
}
