import Foundation

/// Encoding and decoding again, as stopping and resuming do.
public enum Checkpoint {
  public static func resumed<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
  }
}
