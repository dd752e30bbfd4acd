import CMonitorAssets

/// The texts of the page: files of their own that stand in the binary.
enum MonitorAssets {
  static let page = text(monitor_page())
  static let style = text(monitor_style())
  static let script = text(monitor_script())

  private static func text(_ text: monitor_text) -> String {
    String(decoding: UnsafeBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
  }
}
