/// Forms for people, made of schemas: which fields a value has, and the JSON that they make.
@NullMarked
package io.tidepost.registry.form;

import org.jspecify.annotations.NullMarked;
