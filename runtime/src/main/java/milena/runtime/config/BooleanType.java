package milena.runtime.config;

/** Yes or no; the flag may stand alone. */
record BooleanType() implements ValueType<Boolean> {

  @Override
  public String form() {
    return "true|false";
  }

  @Override
  public Reading<Boolean> read(Raw raw) {
    return switch (raw) {
      case Raw.Text(String text) when text.equals("true") -> Reading.good(true);
      case Raw.Text(String text) when text.equals("false") -> Reading.good(false);
      case Raw.Text(String text) -> Reading.bad("'" + text + "' is neither true nor false");
      case Raw.Items _, Raw.Fields _ -> Reading.bad("takes true or false");
    };
  }

  @Override
  public String print(Boolean value) {
    return value.toString();
  }

  @Override
  public boolean flagAloneMeansTrue() {
    return true;
  }
}
