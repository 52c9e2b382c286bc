package milena.standalone.command;

import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A tenant's name as an argument. */
record TenantName(String text) {

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if it cannot be one, saying why
   */
  static TenantName parse(String text) {
    return new TenantName(Tenant.named(text, new Stamp(0, "")).name());
  }

  static void addTo(CommandSpec spec) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .required(true)
            .arity("1")
            .type(TenantName.class)
            .converters(text -> Flags.converted(text, TenantName::parse))
            .paramLabel("TENANT")
            .description("Its name: lower-case letters, digits, '.', '_' and '-'.")
            .build());
  }

  static String of(CommandSpec spec) {
    TenantName name =
        spec.commandLine().getParseResult().matchedPositionalValue(0, new TenantName(""));
    return name.text();
  }
}
