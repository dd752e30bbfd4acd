import SFCore
import SFWire

/// What went wrong in one tool of several that run in this process: the message begins with that
/// tool's name, as it would in a pipe.
public struct PartError: Error {
  public let tool: String
  public let error: any Error

  /// Does the work of a tool; what it throws has the tool's name.
  ///
  /// A reader that has gone is nobody's failure and stays as it is.
  public static func naming<Result>(
    _ tool: String, _ work: () throws -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch {
      if error is PartError || error is ReaderGone { throw error }
      throw PartError(tool: tool, error: error)
    }
  }
}
