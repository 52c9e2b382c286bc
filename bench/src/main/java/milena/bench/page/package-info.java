/**
 * The results of a comparison for people: tables for a page of the documentation, and a plot.
 *
 * <p>In comes a file of results; out goes text, and nothing in it that the file does not have. A
 * page is written by people but for the parts between markers, which are replaced as a whole. What
 * was not measured reads so, and a page without the markers is refused. The figures are explained
 * in {@code milena.bench.result}.
 */
@NullMarked
package milena.bench.page;

import org.jspecify.annotations.NullMarked;
