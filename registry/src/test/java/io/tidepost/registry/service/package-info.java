@NullMarked
package io.tidepost.registry.service;

import org.jspecify.annotations.NullMarked;
