import SFCore
import SFHTTP

/// Archives on a server of files such as `https://data.binance.vision`.
final class WebShelf: ArchiveShelf {
  private let courier: Courier
  private var tags: [String: Int] = [:]
  private var paths: [String] = []
  private var arrived: [String: [UInt8]?] = [:]
  private(set) var isStopped = false

  /// The most bytes of an archive: a month of seconds of one symbol packs to less than a tenth of
  /// it.
  private static let largest = 1 << 30

  init(_ courier: Courier) { self.courier = courier }

  func bytes(of path: String, next: [String]) throws -> [UInt8]? {
    for path in [path] + next where tags[path] == nil {
      tags[path] = paths.count
      let isChecksum = path.hasSuffix(ArchivePlace.checksumEnding)
      let most = isChecksum ? ArchiveChecksum.largest : Self.largest
      courier.ask(Query(url: path, sizeLimit: most, timeLimit: nil), tag: paths.count)
      paths.append(path)
    }
    while true {
      if let bytes = arrived.removeValue(forKey: path) {
        // It may be asked for again, by another run over the same archives.
        tags[path] = nil
        return bytes
      }
      guard let (tag, reply) = try courier.next() else {
        isStopped = true
        return nil
      }
      if case .answer(let answer) = reply {
        arrived[paths[tag]] = .some(answer.body)
      } else {
        arrived[paths[tag]] = .some(nil)
      }
    }
  }

  /// The folder of a market below a URL: that of `data.binance.vision` for a bare host.
  static func root(of url: String, market: String) -> String {
    var url = url
    while url.hasSuffix("/") { url.removeLast() }
    let behindScheme = url.split(separator: "://", maxSplits: 1).last ?? ""
    return behindScheme.contains("/") ? url : "\(url)/data/\(market)"
  }
}
