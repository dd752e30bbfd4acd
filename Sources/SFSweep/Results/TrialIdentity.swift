import Crypto
import SFCore
import SFTransport

/// What a trial is, whenever and wherever it runs: SHA-256 of the pipeline's text, the mode, the
/// parameters by name, and the SHA-256 of the bytes of each input file.
package struct TrialIdentity {
  /// All but the parameters.
  private let base: SHA256
  /// The digests of files that only this trial reads.
  private let ofTrial: (Trial) -> [String]

  package init(
    pipeline: String, mode: String, inputs: [String],
    ofTrial: @escaping (Trial) -> [String] = { _ in [] }
  ) {
    self.ofTrial = ofTrial
    var hash = SHA256()
    for part in ["sf-sweep 1", pipeline, mode] + inputs { Self.add(part, to: &hash) }
    base = hash
  }

  /// 64 hexadecimal digits; `slice` is the part of the market that is traded, `nil` for all of it.
  package func id(of trial: Trial, slice: String? = nil) -> String {
    var hash = base
    if let slice { Self.add("slice=\(slice)", to: &hash) }
    for parameter in trial.parameters.sorted(by: { $0.name < $1.name }) {
      Self.add("\(parameter.name)=\(parameter.value)", to: &hash)
    }
    for digest in ofTrial(trial) { Self.add("input=\(digest)", to: &hash) }
    return hash.finalize().hexadecimal
  }

  /// With its length, so that no two lists of parts are the same bytes.
  private static func add(_ part: String, to hash: inout SHA256) {
    var text = "\(part.utf8.count):\(part)\n"
    text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }

  /// The SHA-256 of a file's bytes, in hexadecimal digits.
  package static func digest(ofFile path: String) throws -> String {
    let source = try Endpoint.open(raw: path)
    var hash = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { return hash.finalize().hexadecimal }
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

extension SHA256Digest {
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
