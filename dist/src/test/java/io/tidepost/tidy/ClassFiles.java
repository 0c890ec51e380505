package io.tidepost.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the compiler made of our main sources, generated ones included.
final class ClassFiles {

  private ClassFiles() {}

  /// All classes of a module's `target/classes`; empty when the module has none.
  static List<ClassModel> of(String module) {
    Path classes = Repository.root().resolve(module).resolve("target/classes");
    if (!Files.isDirectory(classes)) {
      return List.of();
    }
    List<ClassModel> models = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (file.toString().endsWith(".class")) {
          models.add(ClassFile.of().parse(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return models;
  }

  /// Name with dots, nested classes with `$`.
  static String name(ClassModel model) {
    return model.thisClass().asInternalName().replace('/', '.');
  }

  /// `a.b.C` → `a.b`.
  static String packageOf(String className) {
    int dot = className.lastIndexOf('.');
    return dot < 0 ? "" : className.substring(0, dot);
  }

  /// Names of the classes a class names in its code, its fields' and its methods' types.
  static TreeSet<String> classesUsed(ClassModel model) {
    var used = new TreeSet<String>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof ClassEntry c) {
        addElementType(used, c.asInternalName());
      } else if (entry instanceof MemberRefEntry m) {
        addDescriptor(used, m.type().stringValue());
      }
    }
    model.fields().forEach(f -> addDescriptor(used, f.fieldType().stringValue()));
    model.methods().forEach(m -> addDescriptor(used, m.methodType().stringValue()));
    return used;
  }

  /// Calls and field reads as `owner.Class.member`.
  static TreeSet<String> membersUsed(ClassModel model) {
    var used = new TreeSet<String>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof MemberRefEntry m) {
        used.add(m.owner().asInternalName().replace('/', '.') + "." + m.name().stringValue());
      }
    }
    return used;
  }

  private static void addDescriptor(TreeSet<String> used, String descriptor) {
    for (int i = descriptor.indexOf('L'); i >= 0; i = descriptor.indexOf('L', i + 1)) {
      int end = descriptor.indexOf(';', i);
      if (end < 0) {
        return;
      }
      used.add(descriptor.substring(i + 1, end).replace('/', '.'));
      i = end;
    }
  }

  private static void addElementType(TreeSet<String> used, String internalName) {
    if (internalName.startsWith("[")) {
      addDescriptor(used, internalName);
    } else {
      used.add(internalName.replace('/', '.'));
    }
  }
}
