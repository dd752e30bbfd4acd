import SFCore
import SFRun
import SFWire

/// What a program wrote for a stream, by the marks that it passed on.
struct ProgramOutput {
  let bytes: [UInt8]
  /// Where each step begins and ends, by its mark; the header is of no step.
  private let steps: [Timestamp: Range<Int>]
  private let headerEnd: Int

  init(_ bytes: [UInt8]) throws {
    self.bytes = bytes
    var steps: [Timestamp: Range<Int>] = [:]
    var (last, headerEnd) = (0, 0)
    try StreamSteps.lines(of: bytes) { line, end in
      if line.type == .header { (last, headerEnd) = (end, end) }
      guard line.type == .mark, let ts = line.ts else { return }
      steps[ts] = last..<end
      last = end
    }
    self.steps = steps
    self.headerEnd = headerEnd
  }

  /// All up to a mark, with it.
  func through(_ mark: Timestamp) throws -> ArraySlice<UInt8> {
    try bytes[..<step(mark).upperBound]
  }

  /// The lines of a step, the last of them its mark; the first step has the header too.
  func lines(through mark: Timestamp) throws -> [ArraySlice<UInt8>] {
    let step = try step(mark)
    let isFirst = step.lowerBound == headerEnd
    return bytes[(isFirst ? 0 : step.lowerBound)..<step.upperBound].split(separator: 10)
  }

  /// The lines of a step, the last of them its mark.
  func lines(of mark: Timestamp) throws -> [ArraySlice<UInt8>] {
    try bytes[step(mark)].split(separator: 10)
  }

  private func step(_ mark: Timestamp) throws -> Range<Int> {
    if let step = steps[mark] { return step }
    throw InputError(
      file: "output", line: 1, column: 1,
      message: "found no mark \(mark), expected every mark of the input: what is written by then "
        + "is compared", help: "let the program pass on every line that it does not own")
  }
}
