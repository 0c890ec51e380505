package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import java.util.function.Consumer;

/// What a log gets from the shell around it.
///
/// @param disk the file system
/// @param randomness for `segment.jitter.ms`; used on the owner loop only
/// @param work takes deferred work, called on the owner loop (and while opening); must not run it
///   inside the call
/// @param events takes what an operator should know
/// @param producerIdExpirationMillis `producer.id.expiration.ms`
public record LogEnvironment(
    Disk disk,
    Randomness randomness,
    Consumer<LogWork> work,
    LogEvents events,
    long producerIdExpirationMillis) {}
