/// The first bytes of a source: what stands behind them is none of it.
public final class HeadSource: ByteSource {
  private let source: any ByteSource
  private var left: Int

  public init(_ source: any ByteSource, count: Int) {
    self.source = source
    left = count
  }

  public var name: String { source.name }
  public var isReady: Bool { left == 0 || source.isReady }
  public var isStopped: Bool { source.isStopped }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard left > 0 else { return 0 }
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(left))
    let count = try source.read(into: room)
    left -= count
    return count
  }
}
