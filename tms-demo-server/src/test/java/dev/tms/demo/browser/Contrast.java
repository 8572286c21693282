package dev.tms.demo.browser;

/** The contrast of text with what is behind it (WCAG 2.2, success criterion 1.4.3). */
final class Contrast {
  /** A script that gives the lowest ratio of all texts of a page that are seen and enabled. */
  static final String LOWEST =
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
        let lowest = 21;
        for (const element of document.querySelectorAll('body *')) {
          const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
          if (!own || !element.checkVisibility() || element.matches(':disabled')) continue;
          const pair = [luminance(rgba(getComputedStyle(element).color)), luminance(behind(element))];
          const [x, y] = pair.sort((p, q) => q - p);
          lowest = Math.min(lowest, (x + 0.05) / (y + 0.05));
        }
        return lowest;
      }
      """;

  private Contrast() {}
}
