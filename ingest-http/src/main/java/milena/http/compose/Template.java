package milena.http.compose;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text that is filled for each recipient. */
interface Template {

  /**
   * Fills it.
   *
   * @throws Fault when it cannot be, or not within the effort
   */
  String fill(Map<String, @Nullable Object> model, Effort effort) throws Fault;
}
