package dev.tms.seal;

import dev.tms.event.TmsEvent.OpenFailed.Reason;
import dev.tms.http.CookiePolicy;
import dev.tms.http.Cookies;
import dev.tms.http.SetCookie;

/** A sealed value in a single cookie. Thread-safe. */
public final class SmallSealedCookie {
  private final CookiePolicy policy;
  private final String suffix;
  private final Sealer sealer;
  private final Purpose purpose;

  /**
   * The cookie of this suffix, for this purpose.
   *
   * @param policy how cookies are written
   * @param suffix what follows the base name, for example {@code -csrf}
   * @param sealer seals the value
   * @param purpose what the value is for
   */
  public SmallSealedCookie(CookiePolicy policy, String suffix, Sealer sealer, Purpose purpose) {
    this.policy = policy;
    this.suffix = suffix;
    this.sealer = sealer;
    this.purpose = purpose;
  }

  /** The cookie's whole name. */
  public String name() {
    return policy.name(suffix);
  }

  /**
   * The cookie that sets this value.
   *
   * @param plain the value
   * @param bound further fields without which it will not open, in this order
   * @throws CookieTooLargeException if it does not fit
   */
  public SetCookie write(byte[] plain, byte[]... bound) {
    int needed = Sealer.textLength(plain.length);
    int available = CookiePolicy.MAX_COOKIE_BYTES - policy.set(suffix, "").size();
    if (needed > available) {
      throw new CookieTooLargeException(name(), needed, available);
    }
    return policy.set(suffix, sealer.sealText(purpose, plain, bound));
  }

  /** The value in these cookies. */
  public SealedCookie.Read read(Cookies cookies, byte[]... bound) {
    if (cookies.isAmbiguous(name())) {
      sealer.failed(purpose, Reason.REPEATED);
      return new SealedCookie.Unopenable();
    }
    String text = cookies.value(name());
    if (text == null) {
      return new SealedCookie.Absent();
    }
    return sealer
        .openText(purpose, text, bound)
        .<SealedCookie.Read>map(opened -> opened)
        .orElseGet(SealedCookie.Unopenable::new);
  }

  /** The cookie that clears the value. */
  public SetCookie clear() {
    return policy.clear(suffix);
  }
}
