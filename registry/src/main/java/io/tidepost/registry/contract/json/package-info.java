/// JSON documents under a JSON Schema.
@NullMarked
package io.tidepost.registry.contract.json;

import org.jspecify.annotations.NullMarked;
