/// The registry's REST interface, as clients of Confluent's registry expect it: one class for each
/// resource.
@NullMarked
package io.tidepost.registry.rest;

import org.jspecify.annotations.NullMarked;
