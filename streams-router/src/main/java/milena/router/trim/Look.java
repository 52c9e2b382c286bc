package milena.router.trim;

import java.util.List;
import java.util.OptionalLong;

/**
 * What one look at the log saw.
 *
 * @param at when it was, in milliseconds since 1970
 * @param oldestUnread when the oldest record was written that router or shaper have not taken up;
 *     empty when there is none
 * @param needs what each partition of the shaper that has ever taken anything up still needs
 */
record Look(long at, OptionalLong oldestUnread, List<Need> needs) {
  Look {
    needs = List.copyOf(needs);
  }
}
