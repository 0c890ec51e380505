package io.tidepost.broker.contract;

import io.tidepost.broker.contract.RecordContracts.Finding;
import io.tidepost.wire.records.RecordIterator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks about every record of one batch.
final class BatchJudge {

  /// A record that breaks the contract.
  ///
  /// @param index within the batch
  /// @param what one phrase
  record Fault(int index, String what) {}

  private final RecordContracts contracts;
  private final String topic;
  private final Contract contract;
  private final boolean learnt;
  private final List<Fault> faults = new ArrayList<>(0);
  private final Set<Integer> unknown = new LinkedHashSet<>(0);

  /// @param learnt whether everything that was unknown has been learnt
  BatchJudge(RecordContracts contracts, String topic, Contract contract, boolean learnt) {
    this.contracts = contracts;
    this.topic = topic;
    this.contract = contract;
    this.learnt = learnt;
  }

  /// Begins anew when it was called before.
  ///
  /// @param faultsMax how many faults are enough
  /// @return what the batch was decompressed to, in bytes
  /// @throws io.tidepost.wire.records.DamagedBatchException when the records cannot be read
  int judge(ByteBuffer batch, int decompressedMax, int faultsMax) {
    faults.clear();
    unknown.clear();
    RecordIterator records = new RecordIterator().start(batch, batch.position(), decompressedMax);
    for (int i = 0; faults.size() < faultsMax && records.next(); i++) {
      Finding finding = find(true, contract.key(), records.key());
      if (finding == null) {
        finding = find(false, contract.value(), records.value());
      }
      if (finding instanceof Finding.Fault(String what)) {
        faults.add(new Fault(i, what));
      } else if (finding instanceof Finding.Unknown(int schema)) {
        unknown.add(schema);
      }
    }
    return records.openedBytes();
  }

  private @Nullable Finding find(
      boolean key, Contract.@Nullable Terms terms, @Nullable ByteBuffer payload) {
    if (terms == null || payload == null) {
      return null;
    }
    Finding finding = contracts.check(topic, key, terms, payload, learnt);
    return finding instanceof Finding.Fault(String what)
        ? new Finding.Fault((key ? "key: " : "value: ") + what)
        : finding;
  }

  /// The records that break the contract, by index.
  List<Fault> faults() {
    return faults;
  }

  /// Schemas that have to be learnt before anything can be said.
  Set<Integer> unknown() {
    return unknown;
  }
}
