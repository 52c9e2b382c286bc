/**
 * Who may come in.
 */
package milena.tenants;
