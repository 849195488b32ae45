package dev.skiff.core.placement;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Selector;
import java.util.List;

/// What a VM asks of a host. Equal requests are served alike, so their work is shared.
///
/// @param need resources
/// @param constraints over the host's labels, all of which must match
public record VmRequest(Resources need, List<Selector> constraints) {}
