package dev.skiff.contracts.view;

/// Names of the Hazelcast maps. Keys are ids as text; values are [ViewEntry], except in [#OFFSETS].
public final class Views {
  public static final String HOSTS = "hosts";
  public static final String VMS = "vms";
  public static final String JOBS = "jobs";
  public static final String CELLS = "cells";

  /// `<cell>/<name>` → a namespace's share and use in a cell.
  public static final String NAMESPACES = "namespaces";

  /// Cell number as text → offset (Long) up to which the other maps reflect the cell's log.
  public static final String OFFSETS = "viewOffsets";

  private Views() {}
}
