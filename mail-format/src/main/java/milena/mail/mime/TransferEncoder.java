package milena.mail.mime;

/** Encodes one body, slice by slice, for a Content-Transfer-Encoding. */
sealed interface TransferEncoder permits QuotedPrintableEncoder, Base64Encoder {

  /** The name of the encoding in the header. */
  String label();

  void write(byte[] bytes, int offset, int length);

  /** Writes what was held back. */
  void finish();
}
