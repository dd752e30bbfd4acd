import SFCore
import SFJournal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Checkpoints of one run in files, each named by its mark: `20260105T100000000`.
public struct CheckpointDirectory {
  public let path: String

  /// Of what is being written; there is one writer, and one that was killed leaves one file.
  private static let temporary = "checkpoint.tmp"

  /// Makes the directory where it is not there.
  public init(_ path: String) throws(TransportError) {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw TransportError(
        .cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
    self.path = path
  }

  /// Where the checkpoint of a mark is, or would be.
  public func file(of mark: Timestamp) -> String { "\(path)/\(MarkName.text(of: mark))" }

  /// The mark that a text names: a timestamp, or the name of a checkpoint; `nil` for anything else.
  public static func mark(_ text: String) -> Timestamp? { Timestamp(text) ?? MarkName.mark(text) }

  /// The bytes of the checkpoint of a mark; one that is not there is an error (66).
  public func read(_ mark: Timestamp) throws -> [UInt8] {
    let file = file(of: mark)
    guard access(file, F_OK) == 0 else {
      let newest = try marks().last { $0 <= mark }
      throw TransportError(
        .noInput, "found no checkpoint of \(mark) in '\(path)'",
        help: newest.map { "the newest before it is \($0)" })
    }
    let descriptor = try Endpoint.file(reading: file)
    return try DescriptorSource(descriptor, name: file, isOwned: true).readAll()
  }

  /// Writes the checkpoint of a mark: beside its place, to the disk, then into its place.
  public func write(_ bytes: [UInt8], of mark: Timestamp) throws {
    let temporary = "\(path)/\(Self.temporary)"
    // A link of somebody else would lead to a file of the user's.
    let descriptor = open(
      temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw failure("create", temporary) }
    defer { close(descriptor) }
    let sink = DescriptorSink(descriptor, name: "'\(temporary)'", isOwned: false)
    try bytes.withUnsafeBytes { try sink.write($0) }
    guard fsync(descriptor) == 0 else { throw failure("write", temporary) }
    guard rename(temporary, file(of: mark)) == 0 else { throw failure("create", file(of: mark)) }
  }

  /// Removes all but the newest.
  public func keep(newest count: Int) throws { try remove(Array(try marks().dropLast(count))) }

  /// Removes those behind a mark.
  public func removeAll(behind mark: Timestamp) throws {
    try remove(Array(try marks().drop { $0 <= mark }))
  }

  /// Removes those of these marks.
  public func remove(_ marks: [Timestamp]) throws {
    for mark in marks {
      guard unlink(file(of: mark)) == 0 || errno == ENOENT else {
        throw failure("remove", file(of: mark))
      }
    }
  }

  /// The marks of the checkpoints that are there, in their order.
  public func marks() throws(TransportError) -> [Timestamp] {
    guard let names = DirectoryEntries.names(in: path) else {
      throw failure("read", path, .noInput)
    }
    return names.compactMap(MarkName.mark)
  }

  private func failure(
    _ verb: String, _ file: String, _ status: ExitStatus = .cannotCreate
  ) -> TransportError {
    TransportError(status, "cannot \(verb) '\(file)': \(TransportError.reason(errno))")
  }
}
