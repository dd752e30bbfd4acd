/// What is counted by day, in UTC: that of the day that runs, and of the day that was counted before.
public struct Daily<Content: Sendable>: Sendable {
  /// Days since 1970; `nil` before the first.
  public private(set) var day: Int64?
  /// Of the day that runs.
  public internal(set) var today: Content
  private var before: (day: Int64, content: Content)?

  public init(_ content: Content) { today = content }

  /// Begins a day with nothing counted; whether it is another one than ran.
  @discardableResult
  mutating func begin(_ day: Int64, with content: Content) -> Bool {
    guard self.day != day else { return false }
    if let ended = self.day { before = (ended, today) }
    (self.day, today) = (day, content)
    return true
  }

  /// What was counted on a day; `nil` where nothing was, or it is too long ago.
  public func content(of day: Int64) -> Content? {
    if day == self.day { return today }
    return before?.day == day ? before?.content : nil
  }
}
