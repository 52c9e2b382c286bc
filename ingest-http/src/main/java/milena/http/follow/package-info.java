/**
 * What became of a message: the way back, beside the way in.
 *
 * <p>What comes in is a request about a message or a submission, from {@code listen}, and whose
 * client it is. {@link milena.http.follow.Lookups} bounds how many are answered at a time, {@link
 * milena.http.follow.KafkaEvents} reads the one partition of {@code mail.events} that has the
 * message, from about the time that its id tells, and {@link milena.http.follow.Course} and {@link
 * milena.http.follow.EventPage} make an answer of what belongs to that message and that tenant.
 * What goes out is a {@link milena.http.answer.Reply}; memory is bounded by {@link
 * milena.http.follow.FollowLimits} however long the log is. What may fail is the log, which is 503,
 * or the time, which is 504, or a page that says where to go on. Next: {@code answer}.
 */
@NullMarked
package milena.http.follow;

import org.jspecify.annotations.NullMarked;
