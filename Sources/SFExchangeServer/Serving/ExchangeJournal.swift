import SFCore
import SFExchange
import SFTransport
import SFWire

/// The journal of an exchange: when it opened, a line for each request and what it did, in the order of the
/// engine, and one for each fault that was added while it ran.
final class ExchangeJournal {
  private let sink: DescriptorSink
  private var buffer = ByteBuffer()

  /// Of an exchange that opened at a time, which the first line says.
  init(path: String, opened: Timestamp) throws {
    sink = try Endpoint.open(output: path)
    write(.object([("opened", .string(opened.description))]))
  }

  func write(_ record: RequestRecord) { write(record.text) }

  /// What no request has done; `last` is the number of the newest request before it.
  func write(_ event: JournalEvent, after last: Int) { write(event.text(after: last)) }

  /// What a connection was sent without having asked.
  func write(_ push: SocketPush) {
    write(.object([("pushed", push.text), ("connection", .number("\(push.connection)"))]))
  }

  private func write(_ value: JSONValue) {
    buffer.append(json: value)
    buffer.append("\n")
  }

  /// Writes what has come since the last time.
  func flush() throws {
    guard buffer.count > 0 else { return }
    try sink.write(buffer.bytes)
    buffer.removeFirst(buffer.count)
  }
}
