/// The command line. Speaks the wire through kafka-clients, so that every command works against any
/// Kafka; only `log dump` reads files, and lives in a package of its own for that.
///
/// One small class per command. A command returns its exit code; what went wrong is a [Failure]:
/// one sentence, never a stack trace.
@NullMarked
package io.tidepost.cli;

import org.jspecify.annotations.NullMarked;
