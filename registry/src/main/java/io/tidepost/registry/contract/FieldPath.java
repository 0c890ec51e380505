package io.tidepost.registry.contract;

import java.util.Arrays;

/// Where a walk stands in a record. Costs nothing until somebody asks for the text.
public final class FieldPath {

  private Object[] steps = new Object[16];
  private int depth;

  /// Steps to a field or key.
  public void enter(String name) {
    push(name);
  }

  /// Steps to an element; the next one by [#next].
  public void enterElements() {
    push(-1);
  }

  /// Goes on to the next element.
  public void next() {
    steps[depth - 1] = (Integer) steps[depth - 1] + 1;
  }

  /// Steps back.
  public void leave() {
    depth--;
  }

  /// How many steps it is from the record.
  public int depth() {
    return depth;
  }

  private void push(Object step) {
    if (depth == steps.length) {
      steps = Arrays.copyOf(steps, 2 * depth);
    }
    steps[depth++] = step;
  }

  /// A mismatch at this place.
  public MismatchException mismatch(String expected, String found) {
    return new MismatchException(toString(), expected, found);
  }

  /// As a JSON pointer.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      text.append('/').append(steps[i].toString().replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }
}
