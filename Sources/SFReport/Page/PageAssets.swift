import CPageAssets

/// The style sheet and the script of a page: files of their own that stand in the binary.
package enum PageAssets {
  package static let style = text(page_style())

  package static let script = text(page_script())

  private static func text(_ text: page_text) -> String {
    String(decoding: UnsafeBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
  }
}
