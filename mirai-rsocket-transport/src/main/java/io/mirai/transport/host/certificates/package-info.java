/**
 * What a host shows of itself over TLS, and what it gives its daemons: the only package that knows BouncyCastle, which is
 * loaded when the first listener needs it. The doors are {@link io.mirai.transport.host.certificates.Authority} and {@link
 * io.mirai.transport.host.certificates.OwnCertificate}.
 *
 * <pre>
 *   Authority ──issues──► a daemon's certificate ──► Secret ──► daemon
 *       └─────issues──► the host's certificate, unless there is an OwnCertificate ◄── PemReader
 * </pre>
 */
@NullMarked
package io.mirai.transport.host.certificates;

import org.jspecify.annotations.NullMarked;
