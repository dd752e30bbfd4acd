import ArgumentParser
import SFRun
import SFWire

/// Whether progress is shown.
public enum ProgressMode: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// On a terminal, unless the lines go there, too.
  case auto
  /// Objects of JSON, for wrappers.
  case json
  case never
}

/// How far a run over bars is.
package struct ProgressMeter {
  private var line: StatusLine
  private let tool: String
  private let position: ReadPosition
  private var bars = 0
  private var sinceLook = 0

  /// Bars between two looks at the clock.
  private let stride: Int

  /// Bars that come from a network are few: one may look at the clock at each.
  package init(
    _ mode: ProgressMode, tool: String, writesToStandardOutput: Bool, _ position: ReadPosition,
    _ clock: any Clock, stride: Int = 4_096
  ) {
    line = StatusLine(mode, writesToStandardOutput: writesToStandardOutput, clock)
    self.tool = tool
    self.position = position
    self.stride = stride
  }

  @inline(__always)
  package mutating func count(_ more: Int) {
    guard line.mode != .never else { return }
    bars += more
    sinceLook += more
    if sinceLook >= stride { look() }
  }

  private mutating func look() {
    sinceLook = 0
    guard let seconds = line.secondsIfDue() else { return }
    let rate = Int(Double(bars) / seconds)
    var text = "\(tool): \(bars) bars, \(rate) bars/s"
    if let fraction = position.fraction, fraction > 0 {
      let left = Int((seconds / fraction - seconds).rounded(.up))
      text += ", \(Int(fraction * 100)) %, \(left) s left"
    }
    line.show(
      text: text, json: "{\"bars\":\(bars),\"bars_per_second\":\(rate),\"share\":\(share())}")
  }

  private func share() -> String {
    position.fraction.map { "\((($0 * 1_000).rounded()) / 1_000)" } ?? "null"
  }

  /// Takes the line off the terminal.
  package mutating func erase() { line.erase() }
}

/// How much of the inputs has been read, of how much: bytes of files, bars of a download.
package final class ReadPosition {
  private(set) var read = 0
  /// All of the inputs; `nil` when one of them does not say.
  private var total: Int? = 0

  package init() {}

  /// The part that has been read, 0 to 1; `nil` when the total is not known.
  var fraction: Double? {
    guard let total, total > 0 else { return nil }
    return min(1, Double(read) / Double(total))
  }

  package func expect(_ more: Int?) {
    if let more, let sum = total { total = sum + more } else { total = nil }
  }

  package func count(_ more: Int) { read += more }
}

/// Counts the bytes of a source.
final class CountedSource: ByteSource {
  private let source: any ByteSource
  private let position: ReadPosition

  init(_ source: any ByteSource, _ position: ReadPosition) {
    self.source = source
    self.position = position
  }

  var name: String { source.name }
  var isReady: Bool { source.isReady }
  var isStopped: Bool { source.isStopped }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    position.count(count)
    return count
  }
}
