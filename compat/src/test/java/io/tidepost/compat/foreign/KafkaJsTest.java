package io.tidepost.compat.foreign;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// KafkaJS administers, produces with all codecs and in transactions, and consumes in a group. It
/// is installed from npm, in the versions that the lock file in `src/test/kafkajs` names, into
/// `target/kafkajs` once.
@ExtendWith(Shared.class)
@Tag("three-nodes")
final class KafkaJsTest {
  @Test
  void administersCompressesAndConsumesInAGroup(ServerUnderTest server) throws IOException {
    NodePackage.exercise(KafkaJs.installed(), server.bootstrap(), Clients.unique("kafkajs"));
  }
}
