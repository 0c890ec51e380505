package io.tidepost.wire;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What generated structures share: equality by content and a text for humans. Both work by
/// reflection, so they are for tests and logs, not for the data path. The content is mutable: do
/// not use a structure as a key.
public abstract class WireStruct {

  private static final ClassValue<Field[]> FIELDS =
      new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
          return Arrays.stream(type.getFields())
              .filter(field -> !Modifier.isStatic(field.getModifiers()))
              .toArray(Field[]::new);
        }
      };

  /// For generated classes.
  protected WireStruct() {}

  @Override
  public final boolean equals(@Nullable Object other) {
    if (other == null || other.getClass() != getClass()) {
      return false;
    }
    for (Field field : FIELDS.get(getClass())) {
      if (!Objects.equals(value(field, this), value(field, other))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public final int hashCode() {
    int hash = 1;
    for (Field field : FIELDS.get(getClass())) {
      hash = 31 * hash + Objects.hashCode(value(field, this));
    }
    return hash;
  }

  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder(getClass().getSimpleName()).append('(');
    String separator = "";
    for (Field field : FIELDS.get(getClass())) {
      Object value = value(field, this);
      if (value != null || !field.getName().equals("unknownTags")) {
        text.append(separator).append(field.getName()).append('=').append(value);
        separator = ", ";
      }
    }
    return text.append(')').toString();
  }

  private static @Nullable Object value(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("generated fields are public", e);
    }
  }
}
