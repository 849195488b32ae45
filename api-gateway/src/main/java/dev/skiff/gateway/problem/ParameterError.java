package dev.skiff.gateway.problem;

/// One thing that is wrong with a parameter.
///
/// @param parameter its name: of a query, path or header parameter
/// @param detail what was found and what is expected
public record ParameterError(String parameter, String detail) {}
