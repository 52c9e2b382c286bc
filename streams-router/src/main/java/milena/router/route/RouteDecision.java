package milena.router.route;

/** What the router decided for one recipient. */
sealed interface RouteDecision {

  /** It goes into the queue of a site. */
  record Routed(String site) implements RouteDecision {}

  /** Its tenant's mail no longer goes to this recipient. */
  record Suppressed(String reason) implements RouteDecision {}

  /** It cannot be mail: the address is none. */
  record Rejected(int code, String enhanced, String text) implements RouteDecision {}

  /** Its domain takes no mail, or must not be sent to. */
  record Bounced(int code, String enhanced, String text, String bounceClass)
      implements RouteDecision {}

  /** Its domain's site is not known yet. */
  record Parked() implements RouteDecision {}
}
