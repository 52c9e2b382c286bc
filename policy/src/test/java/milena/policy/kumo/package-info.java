/** Tests of what is made of KumoMTA's shaping files. */
@NullMarked
package milena.policy.kumo;

import org.jspecify.annotations.NullMarked;
