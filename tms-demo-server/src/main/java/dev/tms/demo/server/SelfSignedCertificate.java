package dev.tms.demo.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;

/** Creates a self-signed server certificate (RFC 5280). */
final class SelfSignedCertificate {
  private static final Duration VALID = Duration.ofDays(365);
  // other machines' clocks may be slow
  private static final Duration EARLIER = Duration.ofHours(1);

  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String SUBJECT_ALT_NAME = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private SelfSignedCertificate() {}

  static X509Certificate of(
      KeyPair keys, Collection<String> hosts, Instant now, SecureRandom random)
      throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
    byte[] name =
        Der.sequence(
            Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8("TMS, signed by itself"))));
    // RFC 5280 4.1.2.2: a positive integer of at most 20 octets
    BigInteger serial = new BigInteger(126, random).setBit(126);
    byte[] content =
        Der.sequence(
            Der.explicit(0, Der.integer(BigInteger.TWO)), // v3
            Der.integer(serial),
            algorithm,
            name,
            Der.sequence(Der.time(now.minus(EARLIER)), Der.time(now.plus(VALID))),
            name,
            keys.getPublic().getEncoded(),
            Der.explicit(3, extensions(hosts)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate(), random);
    signature.update(content);
    byte[] certificate = Der.sequence(content, algorithm, Der.bits(signature.sign()));
    X509Certificate parsed =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate));
    parsed.verify(keys.getPublic());
    return parsed;
  }

  private static byte[] extensions(Collection<String> hosts) {
    byte[][] names = hosts.stream().map(SelfSignedCertificate::generalName).toArray(byte[][]::new);
    return Der.sequence(
        // not a certificate authority
        Der.sequence(Der.oid(BASIC_CONSTRAINTS), Der.isTrue(), Der.octets(Der.sequence())),
        Der.sequence(Der.oid(EXTENDED_KEY_USAGE), Der.octets(Der.sequence(Der.oid(SERVER_AUTH)))),
        Der.sequence(Der.oid(SUBJECT_ALT_NAME), Der.octets(Der.sequence(names))));
  }

  private static byte[] generalName(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    boolean isAddress = bare.indexOf(':') >= 0 || bare.matches("[0-9.]+");
    if (!isAddress) {
      return Der.implicit(DNS_NAME, bare.getBytes(StandardCharsets.US_ASCII));
    }
    try {
      return Der.implicit(IP_ADDRESS, InetAddress.getByName(bare).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + bare, e);
    }
  }

  /** Encodes what a certificate needs in DER (ITU-T X.690). */
  private static final class Der {
    private static final DateTimeFormatter GENERALIZED_TIME =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter UTC_TIME =
        DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Instant GENERALIZED_FROM = Instant.parse("2050-01-01T00:00:00Z");

    private Der() {}

    static byte[] sequence(byte[]... parts) {
      return tagged(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
      return tagged(0x31, parts);
    }

    static byte[] integer(BigInteger value) {
      return tagged(0x02, value.toByteArray());
    }

    static byte[] utf8(String text) {
      return tagged(0x0C, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] octets(byte[] bytes) {
      return tagged(0x04, bytes);
    }

    static byte[] bits(byte[] bytes) {
      return tagged(0x03, new byte[] {0}, bytes);
    }

    static byte[] isTrue() {
      return tagged(0x01, new byte[] {(byte) 0xFF});
    }

    /** RFC 5280 4.1.2.5: UTCTime through 2049, GeneralizedTime in 2050 or later. */
    static byte[] time(Instant time) {
      return time.isBefore(GENERALIZED_FROM)
          ? tagged(0x17, UTC_TIME.format(time).getBytes(StandardCharsets.US_ASCII))
          : tagged(0x18, GENERALIZED_TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] oid(String dotted) {
      String[] arcs = dotted.split("\\.", -1);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(40 * Integer.parseInt(arcs[0]) + Integer.parseInt(arcs[1]));
      for (int i = 2; i < arcs.length; i++) {
        int arc = Integer.parseInt(arcs[i]);
        for (int shift = 28; shift > 0; shift -= 7) {
          if (arc >> shift != 0) {
            out.write(0x80 | (arc >> shift & 0x7F));
          }
        }
        out.write(arc & 0x7F);
      }
      return tagged(0x06, out.toByteArray());
    }

    static byte[] explicit(int number, byte[] element) {
      return tagged(0xA0 | number, element);
    }

    static byte[] implicit(int number, byte[] content) {
      return tagged(0x80 | number, content);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        content.writeBytes(part);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(tag);
      int length = content.size();
      if (length < 0x80) {
        out.write(length);
      } else {
        byte[] bytes = BigInteger.valueOf(length).toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        out.write(0x80 | (bytes.length - from));
        out.write(bytes, from, bytes.length - from);
      }
      out.writeBytes(content.toByteArray());
      return out.toByteArray();
    }
  }
}
