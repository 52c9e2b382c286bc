package milena.mail.route.address;

/** Which families of addresses are used, and in which order they are tried. */
public enum AddressFamilies {
  /** A records only. */
  IPV4_ONLY,
  /** AAAA records only. */
  IPV6_ONLY,
  /** All A records, then all AAAA records. */
  IPV4_THEN_IPV6,
  /** All AAAA records, then all A records. */
  IPV6_THEN_IPV4
}
