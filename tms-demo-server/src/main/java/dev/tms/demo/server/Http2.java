package dev.tms.demo.server;

import io.undertow.UndertowOptions;
import io.undertow.conduits.ReadTimeoutStreamSourceConduit;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.protocols.http2.HpackDecoder;
import io.undertow.protocols.http2.HpackException;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.ConnectorStatistics;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http2.Http2OpenListener;
import io.undertow.server.protocol.http2.Http2ReceiveListener;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/**
 * Undertow's HTTP/2, with the cookies of a request in one field (RFC 9113 section 8.2.3). Browsers
 * send a field for each cookie, and Undertow closes the connection at the 128th field of one name.
 */
final class Http2 implements DelegateOpenListener {
  private final ByteBufferPool buffers;
  private final int bufferBytes;
  private HttpHandler handler;
  private OptionMap options;

  Http2(ByteBufferPool buffers, OptionMap options, HttpHandler handler) {
    this.buffers = buffers;
    this.bufferBytes = buffers.getBufferSize();
    this.options = options;
    this.handler = handler;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    handleEvent(connection, null);
  }

  @Override
  public void handleEvent(StreamConnection connection, @Nullable PooledByteBuffer received) {
    Http2Channel channel =
        new Http2Channel(
            connection, Http2OpenListener.HTTP2, buffers, received, false, false, options);
    joinCookies(channel);
    var source = connection.getSourceChannel();
    source.setConduit(new ReadTimeoutStreamSourceConduit(source.getConduit(), connection, this));
    channel.getReceiveSetter().set(new Http2ReceiveListener(handler, options, bufferBytes, null));
    channel.resumeReceives();
  }

  private void joinCookies(Http2Channel channel) {
    try {
      var decoder = Http2Channel.class.getDeclaredField("decoder");
      decoder.setAccessible(true);
      decoder.set(channel, new CookieJoiner(options.get(UndertowOptions.MAX_HEADER_SIZE)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Undertow decodes header fields in another way", e);
    }
  }

  @Override
  public HttpHandler getRootHandler() {
    return handler;
  }

  @Override
  public void setRootHandler(HttpHandler rootHandler) {
    handler = rootHandler;
  }

  @Override
  public OptionMap getUndertowOptions() {
    return options;
  }

  @Override
  public void setUndertowOptions(OptionMap undertowOptions) {
    options = undertowOptions;
  }

  @Override
  public ByteBufferPool getBufferPool() {
    return buffers;
  }

  @Override
  public @Nullable ConnectorStatistics getConnectorStatistics() {
    return null;
  }

  /**
   * Holds the cookies of a header block back, and emits them as one field at its end. Makes an
   * empty path one that is answered by 400, where Undertow would close the connection.
   */
  static final class CookieJoiner extends HpackDecoder {
    private static final int PROTOCOL_ERROR = 1; // RFC 9113 7
    private static final HttpString COOKIE = new HttpString("cookie"); // as HTTP/2 spells it
    private static final HttpString PATH = new HttpString(":path");
    private static final String REFUSED_PATH = "*"; // only OPTIONS may have it

    private final int limit;
    private HeaderEmitter emitter = (name, value, neverIndex) -> {};
    private @Nullable StringJoiner cookies;

    /** Cookies of at most this many characters; a few bytes on the wire can repeat a long one. */
    CookieJoiner(int limit) {
      this.limit = limit;
    }

    @Override
    public void setHeaderEmitter(HeaderEmitter next) {
      emitter = next;
      super.setHeaderEmitter(this::emit);
    }

    private void emit(HttpString name, String value, boolean neverIndex) throws HpackException {
      if (!COOKIE.toString().equals(name.toString())) { // equals ignores case
        boolean isNoPath = value.isEmpty() && PATH.toString().equals(name.toString());
        emitter.emitHeader(name, isNoPath ? REFUSED_PATH : value, neverIndex);
        return;
      }
      if (cookies == null) {
        cookies = new StringJoiner("; ");
      }
      cookies.add(value);
      if (cookies.length() > limit) {
        throw new HpackException("the cookies of a request exceed the limit", PROTOCOL_ERROR);
      }
    }

    @Override
    public void decode(ByteBuffer block, boolean moreFollows) throws HpackException {
      super.decode(block, moreFollows);
      StringJoiner all = cookies;
      if (!moreFollows && all != null) {
        cookies = null;
        emitter.emitHeader(COOKIE, all.toString(), false);
      }
    }
  }
}
