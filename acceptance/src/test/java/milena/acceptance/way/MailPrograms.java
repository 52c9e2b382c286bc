package milena.acceptance.way;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Libraries and tools by which a user logs in and sends one message, as their manuals say. */
final class MailPrograms {

  /**
   * Who logs in, where and how.
   *
   * @param port of the door
   * @param implicit whether TLS begins at once
   * @param mechanism of AUTH
   */
  record Login(String port, boolean implicit, String mechanism, String name, String password) {}

  private static final Path NODEMAILER =
      Path.of("..", "target", "node", "node_modules", "nodemailer").toAbsolutePath().normalize();
  private static final String NODE =
      """
      const [library, port, implicit, mechanism, user, pass, to] = process.argv.slice(1);
      require(library).createTransport({
        host: '127.0.0.1', port: Number(port), secure: implicit === 'true', requireTLS: true,
        auth: {user, pass}, authMethod: mechanism, tls: {rejectUnauthorized: false},
      }).sendMail({from: 'a@shop.test', to, subject: 'hello', text: 'hello'}).then(
        (sent) => console.log(sent.response), (refused) => console.log(refused.message));
      """;

  private MailPrograms() {}

  /** Sends with Nodemailer, and returns the reply to the message or why there is none. */
  static String nodemailer(Login login, String recipient) throws InterruptedException {
    assumeTrue(Files.isDirectory(NODEMAILER), "no Nodemailer: .ci/run installs it");
    return Tool.output(
        List.of(
            "node",
            "-e",
            NODE,
            NODEMAILER.toString(),
            login.port(),
            Boolean.toString(login.implicit()),
            login.mechanism(),
            login.name(),
            login.password(),
            recipient));
  }

  /** Sends with Angus Mail, which is Jakarta Mail's reference. */
  static void angus(Login login, String protocol, String recipient) throws MessagingException {
    var settings = new Properties();
    settings.put("mail.smtp.host", "127.0.0.1");
    settings.put("mail.smtp.port", login.port());
    settings.put("mail.smtp.auth", "true");
    settings.put("mail.smtp.auth.mechanisms", login.mechanism());
    settings.put("mail.smtp.ssl.enable", Boolean.toString(login.implicit()));
    settings.put("mail.smtp.starttls.required", Boolean.toString(!login.implicit()));
    settings.put("mail.smtp.ssl.protocols", protocol);
    settings.put("mail.smtp.ssl.trust", "*");
    settings.put("mail.smtp.ssl.checkserveridentity", "false");
    settings.put("mail.smtp.timeout", "30000");
    settings.put("mail.smtp.connectiontimeout", "30000");
    var session = Session.getInstance(settings);
    var message = new MimeMessage(session);
    message.setFrom(new InternetAddress("a@shop.test"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
    message.setSubject("hello");
    message.setText("hello");
    try (var transport = session.getTransport("smtp")) {
      transport.connect(login.name(), login.password());
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  /**
   * Types a session into {@code openssl s_client}, a line after each reply; returns the replies.
   *
   * @param version the option that names the version of TLS
   */
  static List<String> typed(Login login, String version, String recipient)
      throws IOException, InterruptedException {
    var secret =
        Base64.getEncoder()
            .encodeToString(
                ("\0" + login.name() + "\0" + login.password()).getBytes(StandardCharsets.UTF_8));
    var lines =
        List.of(
            "EHLO typed.test",
            "AUTH PLAIN " + secret,
            "MAIL FROM:<a@shop.test>",
            "RCPT TO:<" + recipient + ">",
            "DATA",
            "From: a@shop.test\nSubject: hello\n\nhello\n.",
            "QUIT");
    var command = new ArrayList<>(List.of("openssl", "s_client", "-quiet", "-crlf", version));
    command.addAll(List.of("-connect", "127.0.0.1:" + login.port()));
    if (!login.implicit()) {
      command.addAll(List.of("-starttls", "smtp"));
    }
    var openssl = Tool.started(command);
    var replies = new ArrayList<String>();
    try (var in = openssl.inputReader(StandardCharsets.UTF_8);
        var out = openssl.outputWriter(StandardCharsets.UTF_8)) {
      replies.add(reply(in));
      for (var line : lines) {
        out.write(line + "\n");
        out.flush();
        replies.add(reply(in));
      }
      openssl.waitFor(30, TimeUnit.SECONDS);
    } finally {
      openssl.destroyForcibly();
    }
    return replies;
  }

  /** The last line of a reply; what openssl itself says of the certificate is passed over. */
  private static String reply(BufferedReader in) throws IOException {
    var line = in.readLine();
    while (line != null && !line.matches("\\d{3} .*")) {
      line = in.readLine();
    }
    return line == null ? "the connection ended" : line;
  }
}
