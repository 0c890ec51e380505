/// `tidepost cluster …`: what the cluster says about itself.
@NullMarked
package io.tidepost.cli.cluster;

import org.jspecify.annotations.NullMarked;
