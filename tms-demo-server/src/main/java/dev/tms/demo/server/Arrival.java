package dev.tms.demo.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Watches the input of a connection before Undertow parses it: the start of an incomplete
 * handshake, head or frame, and the version in request lines.
 */
final class Arrival extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private static final int PREFACE_LINE = "PRI * HTTP/2.0".length();
  private static final int REST_OF_PREFACE = "\n\r\nSM\r\n\r\n".length();

  // RFC 9113 4.1 and 6
  private static final int FRAME_HEAD = 9;
  private static final int DATA = 0x0;
  private static final int HEADERS = 0x1;
  private static final int CONTINUATION = 0x9;
  private static final int END_HEADERS = 0x4;

  private enum Expecting {
    REQUEST_LINE,
    FIELDS_AND_BODY,
    FRAMES
  }

  private final LongSupplier nanos;
  private Expecting expecting = Expecting.REQUEST_LINE;
  private volatile boolean isPending;
  private volatile long begin;
  private volatile long headBegin;

  // of a request line
  private int length;
  private int lastBytes;

  // of a frame: its length, type and flags are five bytes
  private long frameHead;
  private int frameHeadBytes;
  private int frameLeft;
  private boolean isInFieldBlock;

  // Undertow takes a field block for complete if a read ends at a frame's end
  private boolean isHeldBack;
  private byte heldBack;

  Arrival(StreamSourceConduit next, LongSupplier nanos) {
    super(next);
    this.nanos = nanos;
  }

  void begins() {
    begin = nanos.getAsLong();
    isPending = true;
  }

  /** Everything has arrived, or the head of a request. */
  void ends() {
    isPending = false;
  }

  /** The start of the current head; of several in one read, of the first. */
  long headBegin() {
    return headBegin;
  }

  /** How long something incomplete has been arriving; 0 if nothing is. */
  long pendingNanos() {
    return isPending ? nanos.getAsLong() - begin : 0;
  }

  void expectRequestLine() {
    expecting = Expecting.REQUEST_LINE;
    length = 0;
    lastBytes = 0;
  }

  /** Examines a read, from this index to the buffer's position. */
  void look(ByteBuffer buffer, int from) {
    int at = expecting == Expecting.REQUEST_LINE ? requestLine(buffer, from) : from;
    if (expecting == Expecting.FRAMES) {
      frames(buffer, at);
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int from = target.position();
    if (isHeldBack) {
      target.put(heldBack);
    }
    int count = super.read(target);
    if (count <= 0) {
      target.position(from);
      return count;
    }
    look(target, isHeldBack ? from + 1 : from);
    isHeldBack = isInFieldBlock && frameLeft == 0 && frameHeadBytes == 0;
    if (isHeldBack) {
      target.position(target.position() - 1);
      heldBack = target.get(target.position());
    }
    return target.position() - from;
  }

  private int requestLine(ByteBuffer buffer, int from) {
    for (int at = from; at < buffer.position(); at++) {
      byte b = buffer.get(at);
      if (length++ == 0) {
        begins();
      }
      if (b == '\r') {
        endRequestLine(buffer, at);
        return at + 1;
      }
      lastBytes = lastBytes << Byte.SIZE | b;
    }
    return buffer.position();
  }

  /** Undertow accepts any digits as a version, and treats most as 1.1. */
  private void endRequestLine(ByteBuffer buffer, int end) {
    expecting = Expecting.FIELDS_AND_BODY;
    headBegin = begin;
    int version = lastBytes & 0xFFFFFF;
    if (version == threeBytes("2.0") && length == PREFACE_LINE + 1) {
      expecting = Expecting.FRAMES;
      frameLeft = REST_OF_PREFACE;
    } else if (version != threeBytes("1.1") && version != threeBytes("1.0")) {
      buffer.put(end, (byte) 0); // Undertow answers 400
    }
  }

  private static int threeBytes(String version) {
    return version.charAt(0) << 16 | version.charAt(1) << 8 | version.charAt(2);
  }

  private void frames(ByteBuffer buffer, int from) {
    boolean isFirst = true;
    int at = from;
    while (at < buffer.position()) {
      if (frameLeft > 0) {
        int passed = Math.min(frameLeft, buffer.position() - at);
        frameLeft -= passed;
        at += passed;
      } else {
        frameHead(buffer.get(at++));
      }
      if (frameLeft == 0 && frameHeadBytes == 0) {
        if (isOfHead() && isFirst) {
          isFirst = false;
          headBegin = begin;
        }
        isPending &= isInFieldBlock;
      }
    }
  }

  private boolean isOfHead() {
    int type = (int) (frameHead >> 8) & 0xFF;
    return type == HEADERS || type == CONTINUATION;
  }

  private void frameHead(byte b) {
    if (frameHeadBytes == 0 && !isInFieldBlock) {
      begins();
    }
    if (frameHeadBytes < 5) {
      frameHead = frameHead << Byte.SIZE | (b & 0xFF);
    }
    if (++frameHeadBytes == FRAME_HEAD) {
      frameHeadBytes = 0;
      frameLeft = (int) (frameHead >> 16) & 0xFFFFFF;
      if (isOfHead()) {
        isInFieldBlock = (frameHead & END_HEADERS) == 0;
      } else if ((frameHead & 0xFF00) == DATA) {
        isPending = false; // a body has a pace of its own
      }
    }
  }
}
