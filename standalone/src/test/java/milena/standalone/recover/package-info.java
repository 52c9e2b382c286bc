/**
 * Tests of what a power cut needs. What comes in are folders and logs as a cut leaves them, made by
 * hand. What goes out is the decision whether anything was lost, and a log that services can read
 * again.
 */
@NullMarked
package milena.standalone.recover;

import org.jspecify.annotations.NullMarked;
