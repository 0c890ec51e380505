/// What topics ask of the records that producers send: the broker takes batches apart and acts on
/// what is found; what a schema says is known behind the seam
/// [io.tidepost.broker.contract.RecordContracts].
@NullMarked
package io.tidepost.broker.contract;

import org.jspecify.annotations.NullMarked;
