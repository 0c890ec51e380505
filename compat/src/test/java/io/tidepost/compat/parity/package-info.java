/// The same odd questions put to this server and to Apache Kafka, and the answers compared.
@NullMarked
package io.tidepost.compat.parity;

import org.jspecify.annotations.NullMarked;
