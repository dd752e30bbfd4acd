import SFBinance
import SFCore
import SFRun
import SFWire

/// A file with what an exchange says of its symbols, as it answers it.
struct ExchangeInfoFile {
  let path: String

  /// The symbols of its text.
  func symbols(_ bytes: [UInt8]) throws(InputError) -> [SymbolInfo] {
    let value: JSONValue
    do throws(WireError) {
      value = try JSONValue(text: bytes)
    } catch {
      throw unreadable(error, bytes)
    }
    let information: ExchangeInfo
    do throws(UnreadableAnswer) {
      information = try ExchangeInfo(value)
    } catch {
      throw self.error(error.reason)
    }
    guard let symbols = information.symbols else {
      throw error("found no 'symbols', expected the exchangeInfo of an exchange")
    }
    return symbols
  }

  /// What is wrong with the whole, which is one value.
  func error(_ message: String) -> InputError {
    InputError(.configuration, file: path, line: 1, column: 1, message: message)
  }

  private func unreadable(_ failure: WireError, _ bytes: [UInt8]) -> InputError {
    let before = bytes.prefix(max(0, failure.column - 1))
    let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    return InputError(
      .configuration, file: path, line: before.count { $0 == 10 } + 1,
      column: failure.column - start, message: failure.message)
  }
}
