package io.tidepost.replica.share;

/// What a member wants to acquire.
///
/// @param memberId who
/// @param mode how strictly `recordsMax` is taken
/// @param recordsMax most records
/// @param batchSize about how many records each acquired range should have
public record AcquireRequest(String memberId, AcquireMode mode, int recordsMax, int batchSize) {}
