import Foundation
import SFTestSupport
import Testing

/// Pages of all sorts as they look: light and dark, on a desk and on a phone.
@Suite(.enabled(if: Browser.isThere, "needs chromium and python3: bin/setup --tests"))
struct PageLookTests {
  /// A year, three runs that are small or odd, a walk and a sweep, each in a folder.
  private static let runs = [
    "year": """
    sf-ingest --synthetic --seed 7 --bars 35040 --interval 15m --start 2024-01-01 |
      sf-features sma:20 sma:50 rsi:14 | sf-detect sma_cross:20,50 rsi_cross |
      sf-strategy --forward all --allow-short --exit tp_sl -q |
      sf-report --html page.html --output /dev/null
    """,
    "nothing": PageRunsTests.nothing, "one": PageRunsTests.one, "tiny": PageRunsTests.tiny,
    "walk": PageRunsTests.walk, "sweep": ResearchPageTests.sweep,
  ]

  /// What is too pale to read on its ground, as the guidelines for web content compute it: less than
  /// 4.5 to 1, of large text than 3 to 1. Words over drawings are not judged.
  private static let pale = #"""
    (() => {
      const context = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
      const rgba = color => {
        context.clearRect(0, 0, 1, 1); context.fillStyle = color; context.fillRect(0, 0, 1, 1);
        const data = context.getImageData(0, 0, 1, 1).data;
        return [data[0], data[1], data[2], data[3] / 255];
      };
      const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
      const light = color => { const [r, g, b] = color.map(value => {
        value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const found = new Map();
      for (const node of document.querySelectorAll("body *")) {
        const text = [...node.childNodes].filter(child => child.nodeType === 3)
          .map(child => child.data.trim()).join("");
        const box = node.getBoundingClientRect(), style = getComputedStyle(node);
        if (!text || !box.width || !box.height || style.visibility === "hidden") continue;
        if (node.closest("script, style, :disabled")) continue;
        const layers = [];
        let opacity = 1;
        for (let at = node; at; at = at.parentElement) {
          const style = getComputedStyle(at);
          opacity *= style.opacity;
          const color = rgba(style.backgroundColor);
          if (color[3] > 0 && !(at instanceof SVGElement)) layers.unshift(color);
          if (color[3] === 1) break;
        }
        const ground = layers.reduce((below, top) => over(top, below), [255, 255, 255, 1]);
        const ink = rgba(node instanceof SVGElement ? style.fill : style.color);
        ink[3] *= opacity;
        if (!ink[3]) continue;
        const [a, b] = [light(over(ink, ground)), light(ground)];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const size = parseFloat(style.fontSize), needed = size >= 24 || (size >= 18.6 && style.fontWeight >= 700) ? 3 : 4.5;
        if (ratio < needed) { const key = node.tagName + "." + (node.getAttribute("class") || "") + " in " + (node.parentElement.getAttribute("class") || node.parentElement.tagName);
          if (!found.has(key)) found.set(key, key + " '" + text.slice(0, 20) + "' " + ratio.toFixed(2)); }
      }
      return [...found.values()].slice(0, 12).join("; ");
    })()
    """#

  /// One browser opens all of them: its start is what costs.
  @Test func `fits and can be read, light and dark, wide and narrow`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-look-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var (steps, cases): ([Browser.Step], [String]) = ([], [])
    for (name, command) in Self.runs.sorted(by: { $0.key < $1.key }) {
      let place = folder.appendingPathComponent(name)
      try VisitedPage.make(command, in: place)
      for width in [1_280, 390] {
        steps.append(.open(place.appendingPathComponent("page.html"), width: width))
        for scheme in ["light", "dark"] {
          cases.append("\(name), \(width), \(scheme)")
          steps += [
            .scheme(scheme), .read(VisitedPage.fits), .read(Self.pale),
            .read("getComputedStyle(document.body).backgroundColor"),
          ]
        }
      }
    }
    let visit = try Browser.visit(folder.appendingPathComponent("one/page.html"), steps)
    #expect(visit.errors == [])
    #expect(visit.requests.allSatisfy { $0.hasPrefix("file:") && $0.hasSuffix("/page.html") })
    #expect(visit.requests.count == 1 + Self.runs.count * 2, "each page asks for itself alone")
    for (index, name) in cases.enumerated() {
      let read = visit.read[(index * 3)..<(index * 3 + 3)].map(\.self)
      #expect(read[0] == "true", "\(name): wider than the screen")
      #expect(read[1] == "", "\(name): \(read[1])")
      let ground = name.hasSuffix("dark") ? "rgb(20, 21, 23)" : "rgb(251, 251, 250)"
      #expect(read[2] == ground, "\(name)")
    }
  }

  /// The judge itself: pale words are found, and legible ones are not.
  @Test func `pale words are found`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-pale-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = """
      echo '<body style="background:#111"><p style="color:#666">pale</p><p style="color:#eee">fine</p>' \
        > page.html
      """
    try VisitedPage.make(page, in: folder)
    let visit = try Browser.visit(folder.appendingPathComponent("page.html"), [.read(Self.pale)])
    #expect(visit.read[0].contains("'pale' 3.") && !visit.read[0].contains("fine"), "\(visit.read)")
  }
}
