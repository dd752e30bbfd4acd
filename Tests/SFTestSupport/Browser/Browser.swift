import Foundation

/// Headless Chromium, by `browser.py`.
public enum Browser {
  public static let isThere = Shell.has("chromium", "python3")

  public enum Step {
    /// The value of a script, as a text.
    case read(String)
    /// A script whose value nobody asks for.
    case act(String)
    /// Waits until the value of a script is true.
    case until(String)
    /// A shell line, beside the page.
    case run(String)
    case click(String)
    /// The pointer at a share of an element's width and height.
    case move(String, x: Double, y: Double)
    case drag(String, fromX: Double, toX: Double)
    /// Down is above zero; with Ctrl, as touchpads say a pinch.
    case wheel(String, x: Double, right: Double = 0, down: Double = 0, ctrl: Bool = false)
    /// Fingers, on a narrow screen.
    case tap(String, x: Double, y: Double)
    case pinch(String, from: [Double], to: [Double])
    /// Another value in a list or on a slider.
    case choose(String, Int)
    case key(String)
    /// Another page, or the same at another width.
    case open(URL, width: Int)
    case scheme(String)
    case medium(String)
    case screenshot(String)
    case paper(String)

    var json: [String: Any] {
      switch self {
      case .read(let script): ["evaluate": "String(\(script))"]
      case .act(let script): ["evaluate": "void (\(script))"]
      case .until(let script): ["until": script]
      case .run(let command): ["run": command]
      case .click(let selector): ["click": selector]
      case .move(let selector, let x, let y): ["move": selector, "at": [x, y]]
      case .drag(let selector, let from, let to):
        ["drag": selector, "from": [from, 0.5], "to": [to, 0.5]]
      case .wheel(let selector, let x, let right, let down, let ctrl):
        ["wheel": selector, "at": [x, 0.5], "by": [right, down], "ctrl": ctrl]
      case .tap(let selector, let x, let y): ["tap": selector, "at": [x, y]]
      case .pinch(let selector, let from, let to): ["pinch": selector, "from": from, "to": to]
      case .choose(let selector, let value): ["choose": selector, "value": value]
      case .key(let key): ["key": key]
      case .open(let page, let width): ["open": page.absoluteString, "width": width]
      case .scheme(let scheme): ["scheme": scheme]
      case .medium(let medium): ["medium": medium]
      case .screenshot(let path): ["screenshot": path]
      case .paper(let path): ["paper": path]
      }
    }
  }

  public struct Visit: Decodable {
    /// What was read, in order; steps that read nothing are left out.
    public let read: [String]
    /// Every address that was asked for.
    public let requests: [String]
    /// Exceptions, and errors and warnings of the console.
    public let errors: [String]

    private enum CodingKeys: String, CodingKey { case results, requests, errors }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      read = try container.decode([String?].self, forKey: .results).compactMap(\.self)
      requests = try container.decode([String].self, forKey: .requests)
      errors = try container.decode([String].self, forKey: .errors)
    }
  }

  public struct Failed: Error {
    public let text: String
    public init(text: String) { self.text = text }
  }

  /// Opens a page, a file or an address of a server here, and does one step after another.
  public static func visit(_ page: URL, width: Int = 1_280, _ steps: [Step]) throws -> Visit {
    let task: [String: Any] = [
      "page": page.absoluteString, "width": width, "height": 900, "steps": steps.map(\.json),
    ]
    let driver = Shell.project.appendingPathComponent("Tests/SFTestSupport/Browser/browser.py")
    let result = try Shell.run(
      "timeout 120 python3 '\(driver.path)'",
      input: String(decoding: try JSONSerialization.data(withJSONObject: task), as: UTF8.self))
    guard result.status == 0 else { throw Failed(text: result.error) }
    return try JSONDecoder().decode(Visit.self, from: Data(result.output.utf8))
  }
}
