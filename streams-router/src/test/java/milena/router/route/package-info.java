/** Tests of routing: a submission goes in, and how it goes on comes out. */
@NullMarked
package milena.router.route;

import org.jspecify.annotations.NullMarked;
