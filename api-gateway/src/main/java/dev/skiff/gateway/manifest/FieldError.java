package dev.skiff.gateway.manifest;

/// One thing that is wrong with a manifest.
///
/// @param pointer where: a JSON pointer as a URI fragment, for example `#/spec/vm/memory`
/// @param detail what was found and what is expected
public record FieldError(String pointer, String detail) {}
