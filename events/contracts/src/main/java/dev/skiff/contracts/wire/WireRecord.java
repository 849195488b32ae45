package dev.skiff.contracts.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// Anything that travels as a Kafka record's value or inside one, as a JSON object whose member `t`
/// names its type.
///
/// A type name is `name/version`. A new version of a type is a new Java type with a new name; old
/// names are read for ever. A name that starts with `~` may be skipped by a reader that does not
/// know it; a reader that meets any other unknown name must stop rather than guess.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
public interface WireRecord {}
