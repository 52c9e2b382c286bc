/**
 * Every setting of a program, declared once as data, and the value each has in this process.
 *
 * <p>What comes in: a catalogue ({@link milena.runtime.config.Settings}) and three places where a
 * value may stand: the command line, the environment and a YAML file, in that order of precedence,
 * before the default. What goes out: an {@link milena.runtime.config.EffectiveConfig} that knows
 * for each value where it is from, and from which the reference page is generated too. What may
 * fail: a misspelt name, a value of the wrong form, settings that contradict one another; all of it
 * is collected into one {@link milena.runtime.config.ConfigProblems}, so that one start shows every
 * fault. Where next: the program turns the effective values into its own records and hands them to
 * its services (see {@link milena.runtime.lifecycle}).
 */
@NullMarked
package milena.runtime.config;

import org.jspecify.annotations.NullMarked;
