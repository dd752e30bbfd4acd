import SFCore

/// Where bytes go: a descriptor, a file, a buffer in a test.
public protocol ByteSink: AnyObject {
  /// Writes all of it, or throws; `ReaderGone` when nobody reads.
  func write(_ bytes: UnsafeRawBufferPointer) throws
}

extension ByteSink {
  public func write(text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }
}

/// The reader behind an output has gone: success for a filter, which ends quietly.
public struct ReaderGone: ReportableError {
  public init() {}

  public var exitStatus: ExitStatus { .done }
  public var message: String { "the reader has gone" }
  public var help: String? { nil }
}
