package io.tidepost.metadata.image;

import io.tidepost.metadata.acl.Acls;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything the metadata log says, at one offset. Immutable: the shell publishes it through a
/// volatile, and any thread reads it without a lock for as long as it likes. A new image shares
/// with the old one what did not change. [MetadataDelta] makes new ones.
///
/// @param provenance up to where in the log it reaches
/// @param topics topics with their partitions
/// @param configs dynamic configurations
/// @param brokers registered brokers by id
/// @param controllers registered controllers by id
/// @param features finalized feature levels
/// @param nextProducerId first producer id of the next block
/// @param acls access control entries
/// @param kept records of kinds that other rooms interpret (quotas, credentials, tokens), in their
///   latest state
public record MetadataImage(
    Provenance provenance,
    Topics topics,
    Configs configs,
    SortedMap<Integer, Broker> brokers,
    SortedMap<Integer, ControllerRegistration> controllers,
    Features features,
    long nextProducerId,
    Acls acls,
    KeptRecords kept) {

  /// Before the first record.
  public static final MetadataImage EMPTY =
      new MetadataImage(
          Provenance.EMPTY,
          Topics.EMPTY,
          Configs.EMPTY,
          Collections.unmodifiableSortedMap(new TreeMap<>()),
          Collections.unmodifiableSortedMap(new TreeMap<>()),
          Features.EMPTY,
          0,
          Acls.EMPTY,
          KeptRecords.EMPTY);

  /// The same state, known to reach further in the log.
  public MetadataImage at(Provenance reached) {
    return new MetadataImage(
        reached, topics, configs, brokers, controllers, features, nextProducerId, acls, kept);
  }
}
