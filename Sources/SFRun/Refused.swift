import SFCore

/// Lines of a type that a stage does not take: read from a stream, or added by a stage before it.
struct Refused: ReportableError {
  let type: LineType

  init(_ type: LineType) { self.type = type }

  var exitStatus: ExitStatus { .badData }

  var message: String { "found a line of the type '\(type.name)', expected none: \(reason)" }

  private var reason: String {
    type == .label ? "it tells what comes later" : "it is not read here yet"
  }

  var help: String? {
    type == .label ? "labels are for training: leave sf-label out of a pipeline that trades" : nil
  }
}
