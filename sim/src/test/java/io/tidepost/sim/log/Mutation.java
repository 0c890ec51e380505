package io.tidepost.sim.log;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.function.Consumer;

/// A rule that is broken on purpose.
///
/// @param name what the log then does
/// @param firstSeed where to start looking for a seed that notices
/// @param changes to its classes
public record Mutation(String name, long firstSeed, List<Change> changes) {

  /// A method that is written anew as its class is loaded.
  public record Change(String className, String methodName, MethodTransform transform) {}

  public static Change returns(String className, String methodName, boolean value) {
    return body(className, methodName, code -> code.loadConstant(value ? 1 : 0).ireturn());
  }

  public static Change returns(String className, String methodName, long value) {
    return body(className, methodName, code -> code.loadConstant(value).lreturn());
  }

  public static Change returnsNull(String className, String methodName) {
    return body(className, methodName, code -> code.aconst_null().areturn());
  }

  /// @param constant a static field of the type that the method returns
  public static Change returnsConstant(
      String className, String methodName, String type, String constant) {
    ClassDesc described = ClassDesc.of(type);
    return body(
        className, methodName, code -> code.getstatic(described, constant, described).areturn());
  }

  public static Change doesNothing(String className, String methodName) {
    return body(className, methodName, CodeBuilder::return_);
  }

  private static Change body(String className, String methodName, Consumer<CodeBuilder> code) {
    return new Change(
        className,
        methodName,
        (MethodBuilder method, MethodElement element) -> {
          if (element instanceof CodeModel) {
            method.withCode(code);
          } else {
            method.with(element);
          }
        });
  }

  /// Leaves out calls of a method without a result.
  public static Change dropCalls(String className, String methodName, String owner, String called) {
    return new Change(
        className,
        methodName,
        MethodTransform.transformingCode((CodeBuilder code, CodeElement element) -> {
          if (element instanceof InvokeInstruction call
              && call.name().equalsString(called)
              && call.owner().asInternalName().endsWith("/" + owner)) {
            popArguments(code, call);
          } else {
            code.with(element);
          }
        }));
  }

  private static void popArguments(CodeBuilder code, InvokeInstruction call) {
    var parameters = call.typeSymbol().parameterList();
    for (int i = parameters.size() - 1; i >= 0; i--) {
      if (TypeKind.from(parameters.get(i)).slotSize() == 2) {
        code.pop2();
      } else {
        code.pop();
      }
    }
    if (call.opcode() != Opcode.INVOKESTATIC) {
      code.pop();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
