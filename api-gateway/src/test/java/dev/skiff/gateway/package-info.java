/** Tests of the gateway over real sockets, a real broker and a real Hazelcast. */
@NullMarked
package dev.skiff.gateway;

import org.jspecify.annotations.NullMarked;
