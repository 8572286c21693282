package dev.tms.outbound;

import java.net.InetAddress;

/**
 * Which addresses belong to the public internet: the rest of the IANA special-purpose registries
 * (RFC 6890) leads into our own network or nowhere.
 */
final class PublicAddresses {
  private record Block(byte[] prefix, int bits) {
    boolean contains(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if ((address[bit >> 3] & mask) != (prefix[bit >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final Block[] IPV4_NOT_PUBLIC = {
    v4(0, 0, 0, 8), // this network
    v4(10, 0, 0, 8), // private, RFC 1918
    v4(100, 64, 0, 10), // carrier-grade NAT, RFC 6598
    v4(127, 0, 0, 8), // loopback
    v4(169, 254, 0, 16), // link-local, cloud metadata
    v4(172, 16, 0, 12), // private
    v4(192, 0, 0, 24), // protocol assignments
    v4(192, 0, 2, 24), // documentation
    v4(192, 88, 99, 24), // 6to4 relays
    v4(192, 168, 0, 16), // private
    v4(198, 18, 0, 15), // benchmarks
    v4(198, 51, 100, 24), // documentation
    v4(203, 0, 113, 24), // documentation
    v4(224, 0, 0, 4), // multicast
    v4(240, 0, 0, 4), // reserved, broadcast
  };

  private static final Block IPV6_GLOBAL = v6(0x2000, 0, 3);

  private static final Block[] IPV6_NOT_PUBLIC = {
    v6(0x2001, 0, 23), // protocol assignments, Teredo and ORCHID among them
    v6(0x2001, 0x0db8, 32), // documentation
    v6(0x2002, 0, 16), // 6to4: an IPv4 address in disguise
    v6(0x3fff, 0, 20), // documentation
  };

  private PublicAddresses() {}

  /** Whether the address is one of the public internet. */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return isNoneOf(IPV4_NOT_PUBLIC, bytes);
    }
    // only 2000::/3 is given out: the rest holds loopback, v4-mapped and -compatible, NAT64, ULA,
    // link-local, site-local, multicast
    return IPV6_GLOBAL.contains(bytes) && isNoneOf(IPV6_NOT_PUBLIC, bytes);
  }

  private static boolean isNoneOf(Block[] blocks, byte[] address) {
    for (Block block : blocks) {
      if (block.contains(address)) {
        return false;
      }
    }
    return true;
  }

  private static Block v4(int first, int second, int third, int bits) {
    return new Block(new byte[] {(byte) first, (byte) second, (byte) third, 0}, bits);
  }

  private static Block v6(int first, int second, int bits) {
    return new Block(
        new byte[] {(byte) (first >> 8), (byte) first, (byte) (second >> 8), (byte) second}, bits);
  }
}
