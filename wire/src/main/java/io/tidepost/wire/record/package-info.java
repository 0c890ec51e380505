/// Records of internal topics and files (cluster metadata, groups and offsets, transactions,
/// producer snapshots, control records), written by the build from the definitions inside Kafka's
/// jars.
package io.tidepost.wire.record;
