package milena.ingest.converse;

import milena.mail.reply.SmtpReply;

/** The server's answer to one command: what it says and where the conversation stands then. */
record Turn(Session next, SmtpReply reply) {}
