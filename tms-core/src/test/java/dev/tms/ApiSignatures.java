package dev.tms;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The types that the signatures of API types name. */
final class ApiSignatures {
  // the one foreign type an application may hand in: a key of its own
  private static final Set<String> FOREIGN = Set.of("com.google.crypto.tink.Aead");

  private final Predicate<JavaClass> isApi;

  ApiSignatures(Predicate<JavaClass> isApi) {
    this.isApi = isApi;
  }

  List<String> violations(JavaClasses classes) {
    List<String> violations = new ArrayList<>();
    for (JavaClass type : classes) {
      if (!isVisible(type) || !isApi.test(type)) {
        continue;
      }
      type.getSuperclass().ifPresent(parent -> check(type.getName(), parent, violations));
      type.getInterfaces().forEach(parent -> check(type.getName(), parent, violations));
      for (JavaField field : type.getFields()) {
        if (isVisible(field)) {
          check(field.getFullName(), field.getType(), violations);
        }
      }
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        if (isVisible(unit)) {
          check(unit.getFullName(), unit.getReturnType(), violations);
          unit.getParameterTypes().forEach(t -> check(unit.getFullName(), t, violations));
          unit.getExceptionTypes().forEach(t -> check(unit.getFullName(), t, violations));
        }
      }
    }
    return violations;
  }

  private void check(String where, JavaType named, List<String> violations) {
    for (JavaClass raw : named.getAllInvolvedRawTypes()) {
      JavaClass type = raw.getBaseComponentType();
      boolean known =
          type.isPrimitive()
              || type.getPackageName().startsWith("java.")
              || type.getPackageName().equals("javax.net.ssl")
              || type.getPackageName().equals("javax.sql")
              || FOREIGN.contains(type.getName())
              || (type.getPackageName().startsWith("dev.tms") && isApi.test(type));
      if (!known) {
        violations.add(where + " names " + type.getName());
      }
    }
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ApiSignatures::isVisible).orElse(true);
  }

  private static boolean isVisible(JavaMember member) {
    return isVisible(member.getModifiers())
        && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
