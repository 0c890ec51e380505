/// One partition's leader over its log: high watermark, produces that wait for durability, fetches
/// that wait for records. Deterministic: told what time it is, answers through the callbacks it was
/// handed; no thread, clock or socket of its own.
@NullMarked
package io.tidepost.replica;

import org.jspecify.annotations.NullMarked;
