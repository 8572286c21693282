package dev.tms.demo.browser;

/** Contrast with what is behind (WCAG 2.2, success criteria 1.4.3 and 1.4.11). */
final class Contrast {
  private static final String RATIOS =
      """
      () => {
        const channel = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        const rgba = (text) => text.match(/[\\d.]+/g).map(Number);
        const luminance = ([r, g, b]) =>
          0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
        const behind = (element) => {
          for (let e = element; e; e = e.parentElement) {
            const color = rgba(getComputedStyle(e).backgroundColor);
            if (color.length === 3 || color[3] === 1) return color;
          }
          return [255, 255, 255];
        };
        const ratio = (a, b) => {
          const [x, y] = [luminance(rgba(a)), luminance(b)].sort((p, q) => q - p);
          return (x + 0.05) / (y + 0.05);
        };
      """;

  /** A script that gives the lowest ratio of all texts of a page that are seen and enabled. */
  static final String LOWEST =
      RATIOS
          + """
            let lowest = 21;
            for (const element of document.querySelectorAll('body *')) {
              const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
              if (!own || !element.checkVisibility() || element.matches(':disabled')) continue;
              lowest = Math.min(lowest, ratio(getComputedStyle(element).color, behind(element)));
            }
            return lowest;
          }
          """;

  /** A script that gives the lowest ratio of the borders of all input fields. */
  static final String LOWEST_BORDER =
      RATIOS
          + """
            return Math.min(21, ...[...document.querySelectorAll('input')].map(
              (e) => ratio(getComputedStyle(e).borderTopColor, behind(e.parentElement))));
          }
          """;

  private Contrast() {}
}
