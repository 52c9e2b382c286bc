/**
 * Makes a policy document of KumoMTA's shaping files.
 *
 * <p>What comes in: the texts of one or several {@code shaping.toml}, later ones over earlier ones.
 * What goes out: {@link milena.policy.kumo.Imported}, a document as text, each rule with the file
 * and line that it is from, and everything that it does not say as KumoMTA does, with the reason.
 * What may fail: a text that is no TOML; then there is no document at all, and every mistake is
 * told. Where next: the operator reads the document, gives its sources their addresses, and hands
 * it to {@code document}, as one written by hand.
 *
 * <p>{@code TomlReader} is the only class that knows the parser. {@code Shaping} puts files over
 * each other by KumoMTA's rules; the classes whose names end in {@code Writer} say the result in
 * the policy's words; {@code Unsaid} keeps what has none.
 */
@NullMarked
package milena.policy.kumo;

import org.jspecify.annotations.NullMarked;
