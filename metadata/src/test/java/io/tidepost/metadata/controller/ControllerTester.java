package io.tidepost.metadata.controller;

import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.MetadataDelta;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.FeatureLevelRecord;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Decides commands and applies their records at once.
public final class ControllerTester {

  /// Knows `retention.ms` (a number), `cleanup.policy` (a list) and refuses the value `bad`.
  static final ConfigRules RULES =
      new ConfigRules() {
        @Override
        public @Nullable Failure check(
            ConfigResource resource, Map<String, String> proposed, Map<String, String> current) {
          for (Map.Entry<String, String> option : proposed.entrySet()) {
            if (option.getValue().equals("bad")) {
              return new Failure(ErrorCode.INVALID_CONFIG, "bad " + option.getKey());
            }
          }
          return null;
        }

        @Override
        public boolean isList(ConfigResource.Type type, String option) {
          return option.equals("cleanup.policy");
        }

        @Override
        public @Nullable String defaultValue(ConfigResource.Type type, String option) {
          return option.equals("cleanup.policy") ? "delete" : null;
        }
      };

  final Random random;
  public MetadataImage image = MetadataImage.EMPTY;
  ControllerPolicy policy = ControllerPolicy.NONE;
  ReplicationRules replication = ReplicationRules.DEFAULT;
  BrokerSessions sessions = new BrokerSessions(MetadataImage.EMPTY, 0);
  long nowMillis;
  List<MetadataRecord> lastRecords = List.of();

  public ControllerTester(long seed) {
    random = new Random(seed);
    var feature = new FeatureLevelRecord();
    feature.name = "metadata.version";
    feature.featureLevel = 30;
    apply(List.of(MetadataRecord.of(feature)));
  }

  Randomness randomness() {
    return new Randomness() {
      @Override
      public long nextLong() {
        return random.nextLong();
      }

      @Override
      public int nextInt(int bound) {
        return random.nextInt(bound);
      }
    };
  }

  void apply(List<MetadataRecord> records) {
    var delta = new MetadataDelta(image);
    records.forEach(delta::replay);
    image = delta.apply(new Provenance(image.provenance().lastOffset() + records.size(), 1, 1_000));
    lastRecords = records;
  }

  /// Decides, applies, answers.
  public <R> R call(Command<R> command) {
    var rules =
        new ControllerRules(
            3,
            (short) 1,
            RULES,
            policy,
            Map.of(
                "metadata.version",
                new VersionRange((short) 7, (short) 31),
                Features.ELR_VERSION,
                new VersionRange((short) 0, (short) 1)),
            replication);
    Decision<R> decision =
        command.decide(
            new ControllerContext(
                image,
                image.provenance().lastOffset() + 1,
                randomness(),
                rules,
                sessions,
                nowMillis));
    apply(decision.records());
    return decision.result();
  }

  /// Registers and unfences a broker with one log directory.
  public long join(int id) {
    return join(id, 1, true);
  }

  long join(int id, long incarnation, boolean clean) {
    long epoch = register(id, incarnation);
    call(new UnfenceBroker(id, epoch, clean));
    return epoch;
  }

  long register(int id, long incarnation) {
    return call(new RegisterBroker(
            id,
            new Uuid(id, incarnation),
            List.of(new Endpoint("PLAINTEXT", "host" + id, 9092, (short) 0)),
            Map.of("metadata.version", new VersionRange((short) 7, (short) 31)),
            null,
            List.of(new Uuid(100, id))))
        .brokerEpoch();
  }

  public CreateTopics.Outcome create(NewTopic topic) {
    return java.util.Objects.requireNonNull(
        call(new CreateTopics(List.of(topic), false)).get(topic.name()));
  }
}
