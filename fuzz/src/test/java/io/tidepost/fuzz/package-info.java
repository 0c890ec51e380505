/// Parsers of what strangers send, fed by Jazzer: in an ordinary build with the seeds and with what
/// was found before, with `-Dfuzz` with what the fuzzer thinks of.
@NullMarked
package io.tidepost.fuzz;

import org.jspecify.annotations.NullMarked;
