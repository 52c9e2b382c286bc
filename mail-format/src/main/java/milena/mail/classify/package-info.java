/**
 * Says what a remote failure means: its class for people and statistics, and whether it proves that
 * a mailbox does not exist.
 *
 * <p>What comes in is a {@link milena.mail.classify.RemoteFailure}: where in the dialogue a server
 * refused, its codes and its words, which are hostile text like any other. What goes out is one
 * {@link milena.mail.classify.BounceClass}, for every failure, or the yes or no of {@link
 * milena.mail.classify.MailboxGone}; neither fails. Both are pure functions of rules in data files,
 * matched in time linear in the text. Next, the class goes into the public event, and a mailbox
 * that is gone is suppressed.
 */
@NullMarked
package milena.mail.classify;

import org.jspecify.annotations.NullMarked;
