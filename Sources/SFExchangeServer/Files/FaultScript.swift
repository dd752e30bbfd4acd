import SFExchange
import SFRun
import SFTransport
import SFWire

/// A script of faults: a line of JSON for each.
enum FaultScript {
  static func rules(path: String) throws -> [FaultRule] {
    try rules(Endpoint.bytes(of: path), name: path)
  }

  /// Empty lines, and those that begin with `#`, say nothing.
  static func rules(_ bytes: [UInt8], name: String) throws -> [FaultRule] {
    var rules: [FaultRule] = []
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty && line.first != UInt8(ascii: "#") {
      do {
        rules.append(try FaultRule(JSONValue(text: Array(line))))
      } catch let error as FaultError {
        throw InputError(
          .configuration, file: name, line: index + 1, column: 1, message: error.reason)
      } catch let error as WireError {
        throw InputError(error, file: name, line: index + 1)
      }
    }
    return rules
  }
}
