package dev.skiff.core.placement;

import dev.skiff.contracts.Resources;

/// What scorers see of a request.
///
/// @param lifetime expected, microseconds, rounded; 0 when unknown
record Ask(Resources need, String image, long lifetime) {}
