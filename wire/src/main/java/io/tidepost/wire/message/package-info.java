/// Requests, responses and headers of every API, written by the build from the message definitions
/// inside `kafka-clients` (see `docs/formats/wire.md`). Public fields named as in the definitions;
/// a class is loaded when its API is first used.
package io.tidepost.wire.message;
