/// The partitions of this broker: log directories, owner loops, the I/O pool and the syncers.
@NullMarked
package io.tidepost.broker.storage;

import org.jspecify.annotations.NullMarked;
