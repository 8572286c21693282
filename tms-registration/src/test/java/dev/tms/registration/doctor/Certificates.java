package dev.tms.registration.doctor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes certificates, good and bad ones, in a few milliseconds. */
public final class Certificates {
  public static final Instant YESTERDAY = Instant.now().minusSeconds(86_400);
  public static final Instant NEXT_YEAR = Instant.now().plusSeconds(365 * 86_400L);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final byte[] ECDSA_SHA256 = sequence(oid("2A8648CE3D040302"));
  private static int serial = 0xABC00;

  private Certificates() {}

  /** A certificate with its key; the chain goes up from it. */
  public record Issued(X509Certificate certificate, KeyPair keys, String name) {}

  public static Issued authority(String name) {
    return make(name, null, true, YESTERDAY, NEXT_YEAR);
  }

  public static Issued authority(String name, Issued by) {
    return make(name, by, true, YESTERDAY, NEXT_YEAR);
  }

  public static Issued server(Issued by, String... hosts) {
    return server(by, YESTERDAY, NEXT_YEAR, hosts);
  }

  public static Issued server(Issued by, Instant from, Instant to, String... hosts) {
    return make("server", by, false, from, to, hosts);
  }

  public static Issued selfSigned(String... hosts) {
    return make("alone", null, false, YESTERDAY, NEXT_YEAR, hosts);
  }

  private static synchronized Issued make(
      String name, Issued by, boolean authority, Instant from, Instant to, String... hosts) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] content =
          sequence(
              tag(0xA0, tag(0x02, new byte[] {2})),
              tag(0x02, BigInteger.valueOf(serial++).toByteArray()),
              ECDSA_SHA256,
              name(by == null ? name : by.name()),
              sequence(time(from), time(to)),
              name(name),
              keys.getPublic().getEncoded(),
              tag(0xA3, sequence(extensions(authority, hosts))));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign((by == null ? keys : by.keys()).getPrivate());
      signature.update(content);
      byte[] whole = sequence(content, ECDSA_SHA256, tag(0x03, new byte[] {0}, signature.sign()));
      return new Issued(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(whole)),
          keys,
          name);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[][] extensions(boolean authority, String... hosts) {
    List<byte[]> all = new ArrayList<>();
    byte[] isTrue = tag(0x01, new byte[] {(byte) 0xFF});
    all.add(sequence(oid("551D13"), isTrue, tag(0x04, authority ? sequence(isTrue) : sequence())));
    if (hosts.length > 0) {
      byte[][] names = new byte[hosts.length][];
      for (int i = 0; i < hosts.length; i++) {
        names[i] =
            ChainFaults.isAddress(hosts[i])
                ? tag(0x87, address(hosts[i]))
                : tag(0x82, hosts[i].getBytes(StandardCharsets.US_ASCII));
      }
      all.add(sequence(oid("551D11"), tag(0x04, sequence(names))));
    }
    return all.toArray(byte[][]::new);
  }

  private static byte[] address(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] name(String common) {
    return sequence(
        tag(0x31, sequence(oid("550403"), tag(0x0C, common.getBytes(StandardCharsets.UTF_8)))));
  }

  private static byte[] time(Instant at) {
    return tag(0x17, UTC.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] oid(String hex) {
    return tag(0x06, HexFormat.of().parseHex(hex));
  }

  private static byte[] sequence(byte[]... parts) {
    return tag(0x30, parts);
  }

  private static byte[] tag(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length >= 0x100) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length >= 0x80) {
      out.write(0x81);
    }
    out.write(length & 0xFF);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
