/**
 * DKIM signatures, made in the moment of sending.
 *
 * <p>What comes in is a message as it will be sent, after every change that the next hop made
 * necessary; what goes out is the field to put before it, or the fact that no key covers its
 * author. What may fail is reading the message. Which key signs is told by the domain of the From
 * field. From here the message goes on to {@code milena.delivery.send}.
 */
@NullMarked
package milena.delivery.sign;

import org.jspecify.annotations.NullMarked;
