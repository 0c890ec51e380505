package io.tidepost.sim.log;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Loads the rooms under simulation and the simulation once more, with a [Mutation] in it.
public final class MutatingLoader extends ClassLoader {

  private static final List<String> OURS =
      List.of(
          "io.tidepost.log.",
          "io.tidepost.metadata.",
          "io.tidepost.replica.",
          "io.tidepost.coordinator.",
          "io.tidepost.registry.",
          "io.tidepost.sim.");

  private final Mutation mutation;
  private final Set<Mutation.Change> applied = new HashSet<>();

  public MutatingLoader(Mutation mutation) {
    super(MutatingLoader.class.getClassLoader());
    this.mutation = mutation;
  }

  /// Whether each change found its method.
  public boolean applied() {
    return applied.size() == mutation.changes().size();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean ours = OURS.stream().anyMatch(name::startsWith);
    if (!ours) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      for (Mutation.Change change : mutation.changes()) {
        if (change.className().equals(name)) {
          bytes = apply(change, bytes);
        }
      }
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] apply(Mutation.Change change, byte[] bytes) {
    ClassFile classFile = ClassFile.of();
    ClassModel model = classFile.parse(bytes);
    if (model.methods().stream()
        .anyMatch(method -> method.methodName().equalsString(change.methodName()))) {
      applied.add(change);
    }
    return classFile.transformClass(
        model,
        ClassTransform.transformingMethods(
            method -> method.methodName().equalsString(change.methodName()), change.transform()));
  }
}
