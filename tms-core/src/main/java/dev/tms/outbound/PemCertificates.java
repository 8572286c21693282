package dev.tms.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates in a file: PEM (RFC 7468), with text around them allowed, or one in DER. */
final class PemCertificates {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int DER_SEQUENCE = 0x30;
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String LABEL = "CERTIFICATE-----";

  private final Path file;
  private final List<X509Certificate> found = new ArrayList<>();
  private @Nullable StringBuilder block;
  private int begin;

  private PemCertificates(Path file) {
    this.file = file;
  }

  /**
   * The certificates, in order.
   *
   * @throws IllegalArgumentException if the file cannot be read, holds none, or something else than
   *     certificates; names file and line
   */
  static List<X509Certificate> read(Path file) {
    byte[] bytes = bytes(file);
    PemCertificates reader = new PemCertificates(file);
    if (bytes.length > 0 && bytes[0] == DER_SEQUENCE) {
      reader.add(bytes, 1);
    } else {
      reader.readLines(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return List.copyOf(reader.found);
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException("too large for a file of certificates: " + file);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private void readLines(String text) {
    String[] lines = text.split("\\r\\n|\\r|\\n", -1);
    for (int i = 0; i < lines.length; i++) {
      readLine(lines[i].strip(), i + 1);
    }
    if (block != null) {
      throw wrong(begin, "a certificate begins and does not end");
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no certificate in " + file + ": it must have lines " + BEGIN + LABEL);
    }
  }

  private void readLine(String line, int number) {
    if (line.startsWith(BEGIN)) {
      if (block != null) {
        throw wrong(begin, "a certificate begins and does not end");
      }
      if (!line.endsWith(LABEL)) {
        throw wrong(number, "not a certificate; nothing else belongs into this file, keys least");
      }
      block = new StringBuilder();
      begin = number;
    } else if (line.startsWith(END)) {
      StringBuilder whole = block;
      if (whole == null) {
        throw wrong(number, "an end without a beginning");
      }
      block = null;
      add(decoded(whole), begin);
    } else if (block != null) {
      if (!line.matches("[A-Za-z0-9+/=]*")) {
        throw wrong(number, "not base64");
      }
      block.append(line);
    }
  }

  private byte[] decoded(StringBuilder base64) {
    try {
      return Base64.getDecoder().decode(base64.toString());
    } catch (IllegalArgumentException e) {
      throw wrong(begin, "the certificate that begins here is not whole base64");
    }
  }

  private void add(byte[] der, int line) {
    try {
      found.add(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
    } catch (CertificateException e) {
      throw wrong(line, "what begins here is not an X.509 certificate");
    }
  }

  private IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException(file + ", line " + line + ": " + what);
  }
}
