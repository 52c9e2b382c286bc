/**
 * The account: reads the log alone and says where every accepted submission is.
 *
 * <p>Topics come in, read along the way of a message, so that what moves on meanwhile is met again
 * further on; an {@link milena.standalone.account.Account} goes out. Facts about submissions are
 * spread over files by their id ({@link milena.standalone.account.Buckets}) and put together file
 * by file, so that memory does not grow with the log. What is found nowhere, has two endings or is
 * overdue is unaccounted for; an unreadable record counts by the id in its headers. Next: the
 * {@code audit} and {@code trace} commands print it.
 */
@NullMarked
package milena.standalone.account;

import org.jspecify.annotations.NullMarked;
