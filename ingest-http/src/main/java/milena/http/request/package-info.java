/**
 * What a client asks for: the body of a request, read without ever having all of it in memory.
 *
 * <p>What comes in is a {@link milena.http.request.Payload}, from {@code listen}: bytes in memory
 * or, when they are many, in a file. {@link milena.http.request.RequestReader} goes through it once
 * and checks everything, so that a request with a fault at its end has sent nothing; what goes out
 * is an {@link milena.http.request.Injection}, and then its recipients one by one. What may fail is
 * the request, and a {@link milena.http.request.Refusal} says where. Next: {@code compose} makes
 * messages of it.
 */
@NullMarked
package milena.http.request;

import org.jspecify.annotations.NullMarked;
