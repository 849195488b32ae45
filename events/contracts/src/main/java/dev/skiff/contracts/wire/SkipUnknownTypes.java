package dev.skiff.contracts.wire;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.jsontype.TypeIdResolver;
import java.io.IOException;

/// Turns an unknown type name that starts with `~` into nothing, and any other into an
/// [UnknownTypeException].
final class SkipUnknownTypes extends DeserializationProblemHandler {
  @Override
  public JavaType handleUnknownTypeId(
      DeserializationContext context,
      JavaType base,
      String type,
      TypeIdResolver resolver,
      String failure)
      throws IOException {
    if (type.startsWith("~")) {
      return context.constructType(Void.class);
    }
    throw new UnknownTypeException(type);
  }
}
