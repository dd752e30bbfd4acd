import SFCore
import SFDigest
import SFTransport

/// What a trial is, whenever and wherever it runs: SHA-256 of the pipeline's text, the mode, the
/// parameters by name, and the SHA-256 of the bytes of each input file.
package struct TrialIdentity {
  private let library: SHA256Library
  /// What is hashed, but for the parameters.
  private let base: [UInt8]
  /// The digests of files that only this trial reads.
  private let ofTrial: (Trial) -> [String]

  package init(
    pipeline: String, mode: String, inputs: [String],
    ofTrial: @escaping (Trial) -> [String] = { _ in [] }
  ) throws {
    library = try SHA256Library.open()
    self.ofTrial = ofTrial
    base = (["sf-sweep 1", pipeline, mode] + inputs).flatMap(Self.bytes)
  }

  /// 64 hexadecimal digits; `slice` is the part of the market that is traded, `nil` for all of it.
  package func id(of trial: Trial, slice: String? = nil) -> String {
    var parts: [String] = []
    if let slice { parts.append("slice=\(slice)") }
    for parameter in trial.parameters.sorted(by: { $0.name < $1.name }) {
      parts.append("\(parameter.name)=\(parameter.value)")
    }
    parts += ofTrial(trial).map { "input=\($0)" }
    return library.hexadecimal(of: base + parts.flatMap(Self.bytes))
  }

  /// A part with its length, so that no two lists of parts are the same bytes.
  private static func bytes(_ part: String) -> [UInt8] {
    Array("\(part.utf8.count):\(part)\n".utf8)
  }

  /// The SHA-256 of a file's bytes, in hexadecimal digits.
  package static func digest(ofFile path: String) throws -> String {
    let source = try Endpoint.open(raw: path)
    var hash = SHA256(try SHA256Library.open())
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { return hash.hexadecimal() }
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
