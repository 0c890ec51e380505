/// YAML that people write: read with places, so that what is wrong is named with file and line.
@NullMarked
package io.tidepost.cli.yaml;

import org.jspecify.annotations.NullMarked;
