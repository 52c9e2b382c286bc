/**
 * From a request to messages.
 *
 * <p>What comes in is an {@link milena.http.request.Injection} and one recipient after another.
 * {@link milena.http.compose.Composer} fills the templates and builds the message; what goes out is
 * a {@link milena.http.compose.Composed}: a message whose large parts stay in the spool of their
 * request, or what is wrong with it. All of it happens on {@link milena.http.compose.Lanes}, so
 * that what only calculates stops nothing else. What may fail is a template, which has bounded time
 * and room, and content that no mail may have. A substitution is only ever text: it adds no field,
 * ends no header and begins no part. Next: {@code submit}.
 */
@NullMarked
package milena.http.compose;

import org.jspecify.annotations.NullMarked;
