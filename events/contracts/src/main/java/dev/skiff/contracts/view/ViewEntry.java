package dev.skiff.contracts.view;

import org.jspecify.annotations.Nullable;

/// An entry of one of the Hazelcast maps `hosts`, `vms`, `jobs`, `cells`, `namespaces` (see
/// [Views]): the entity as JSON, with the attributes that are queried or indexed beside it.
///
/// @param cell whose log it comes from
/// @param logOffset offset of the Transition that it reflects; an entry is never overwritten by an
///   older one
/// @param removed a tombstone: the entity is gone; short-lived
/// @param status the entity's status by name
/// @param host of a VM; null for others and before placement
/// @param job of a VM; null for others
/// @param namespace of a job or VM
/// @param name of a job, VM's job or namespace
/// @param changed last change of the entity, microseconds since the epoch
/// @param json the entity: [dev.skiff.contracts.state.Host], `Vm`, `Job`, `Cell` or `Namespace`
public record ViewEntry(
    int cell,
    long logOffset,
    boolean removed,
    String status,
    @Nullable String host,
    @Nullable String job,
    @Nullable String namespace,
    @Nullable String name,
    long changed,
    String json) {}
