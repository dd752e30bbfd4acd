/// What is sent at once: one notice, or several summed up.
package struct NoticeMessage: Sendable, Equatable {
  /// In the order in which they were posted; at least one.
  package let notices: [Notice]
  /// What was posted before and will never be told.
  package let leftOut: LeftOut
  package let text: String

  /// The gravest of its notices, and of what was left out.
  package var level: NoticeLevel {
    let lost = leftOut.counts.filter { $0.value > 0 }.map(\.key)
    return (notices.map(\.level) + lost).max() ?? .info
  }

  /// As many notices from the front as fit into so many units of UTF-16, in which the shortest limits
  /// are counted; one that does not fit alone is cut, and says so.
  package init(_ waiting: some Collection<Notice>, leftOut: LeftOut, most: Int) {
    let lost =
      leftOut.isEmpty
      ? "" : "Left out before, since there was no way to send them: \(leftOut.text)\n\n"
    var taken: [Notice] = []
    var body = ""
    // Room for the heading that a second notice brings.
    let room = most - lost.utf16.count - 24
    for notice in waiting {
      let further = (taken.isEmpty ? "" : "\n\n") + notice.block
      guard body.utf16.count + further.utf16.count <= room else { break }
      body += further
      taken.append(notice)
    }
    if taken.isEmpty, let first = waiting.first {
      taken = [first]
      body = Self.cut(first.block, to: room)
    }
    notices = taken
    self.leftOut = leftOut
    text = lost + (taken.count > 1 ? "\(taken.count) notices\n\n" : "") + body
  }

  private static func cut(_ text: String, to room: Int) -> String {
    let ending = "… (cut)"
    var (kept, length) = ("", ending.utf16.count)
    for character in text {
      length += character.utf16.count
      guard length <= room else { return kept + ending }
      kept.append(character)
    }
    return kept
  }
}
