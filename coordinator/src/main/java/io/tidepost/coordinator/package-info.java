/// Coordinators: deterministic cores that decide for groups (and, later, transactions), each over
/// one partition of an internal topic, on one shared runtime.
@NullMarked
package io.tidepost.coordinator;

import org.jspecify.annotations.NullMarked;
