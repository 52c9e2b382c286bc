package milena.standalone;

/** How much Milena's own code logs; names and addresses of people only at debug. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG
}
