package dev.skiff.gateway.view;

import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;

/// A VM and the job that says what it runs.
public record VmWithJob(Seen<Vm> vm, Job job) {}
