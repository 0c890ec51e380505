package io.tidepost.wire;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/// What generated structures share: a text for humans. It is made by reflection, so it is for logs
/// and tests, not for the data path.
public abstract class WireStruct {

  /// For generated classes.
  protected WireStruct() {}

  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder(getClass().getSimpleName()).append('(');
    String separator = "";
    for (Field field : getClass().getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      try {
        Object value = field.get(this);
        if (value != null || !field.getName().equals("unknownTags")) {
          text.append(separator).append(field.getName()).append('=').append(value);
          separator = ", ";
        }
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("generated fields are public", e);
      }
    }
    return text.append(')').toString();
  }
}
