import Foundation

/// What a run asked of the file system, in its order: read from a trace of system calls, so that it
/// is what happened and not what our own code believes.
public struct DiskRecord: Sendable {
  public private(set) var operations: [DiskOperation] = []

  /// Put before a command, has it traced into a file.
  public static func command(_ trace: String) -> String {
    "strace -f -y -xx -s 4194304 -o '\(trace)' -e trace="
      + "open,openat,mkdir,mkdirat,write,writev,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,"
      + "renameat2,unlink,unlinkat"
  }

  private let root: String
  /// Where a write without a place goes: at the end of what was written.
  private var ends: [String: Int] = [:]
  private var known: Set<String>
  /// The first half of a call that another one came between, by process.
  private var unfinished: [Substring: Substring] = [:]

  /// Reads a trace; what is not below `root` is left out, but for standard output.
  ///
  /// `root` is an absolute path without links; `files` stood there before.
  public init(trace: String, root: String, files: [String: Int] = [:]) throws {
    self.root = root
    ends = files
    known = Set(files.keys)
    for line in try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n") {
      if let call = whole(line) { add(call) }
    }
  }

  /// A call without its process; `nil` for half of one.
  private mutating func whole(_ line: Substring) -> Substring? {
    let process = line.prefix { $0 != " " }
    let call = line.dropFirst(process.count).drop { $0 == " " }
    if let end = call.range(of: "<unfinished ...>") {
      unfinished[process] = call[..<end.lowerBound]
      return nil
    }
    guard call.hasPrefix("<... "), let rest = call.range(of: "resumed>") else { return call }
    return (unfinished.removeValue(forKey: process) ?? "") + call[rest.upperBound...]
  }

  private mutating func add(_ call: Substring) {
    guard let open = call.firstIndex(of: "("), let close = call.range(of: ")", options: .backwards),
      let equals = call.range(of: "= ", options: .backwards), close.upperBound <= equals.lowerBound,
      !call[equals.upperBound...].hasPrefix("-1")
    else { return }
    let words = Self.words(call[call.index(after: open)..<close.lowerBound])
    let result = Int(call[equals.upperBound...].prefix { $0.isNumber }) ?? 0
    switch call[..<open] {
    case "open", "openat": opened(words.dropFirst(call.hasPrefix("openat") ? 1 : 0))
    case "mkdir", "mkdirat":
      if let path = path(words, call.hasPrefix("mkdirat") ? 1 : 0) {
        operations.append(.makeDirectory(path))
      }
    case "write": wrote(words, result, at: nil)
    case "pwrite64": wrote(words, result, at: Int(words[3]))
    case "ftruncate":
      if let path = descriptor(words[0]) { operations.append(.truncate(path, Int(words[1]) ?? 0)) }
    case "fsync", "fdatasync":
      if let path = descriptor(words[0]) { operations.append(.sync(path)) }
    case "rename", "renameat", "renameat2": renamed(words, isAt: call.hasPrefix("renameat"))
    case "unlink", "unlinkat":
      if let path = path(words, call.hasPrefix("unlinkat") ? 1 : 0) {
        known.remove(path)
        operations.append(.remove(path))
      }
    default: break
    }
  }

  private mutating func opened(_ words: ArraySlice<String>) {
    guard words.count > 1, let path = below(Self.text(words[words.startIndex])) else { return }
    let flags = words[words.startIndex + 1]
    if flags.contains("O_CREAT"), known.insert(path).inserted { operations.append(.create(path)) }
    if flags.contains("O_TRUNC") { operations.append(.truncate(path, 0)) }
    if !flags.contains("O_APPEND") { ends[path] = 0 }
  }

  private mutating func wrote(_ words: [String], _ count: Int, at place: Int?) {
    let bytes = Array(Self.bytes(words[1]).prefix(count))
    if words[0].hasPrefix("1<") { operations.append(.show(bytes)) }
    guard let path = descriptor(words[0]) else { return }
    let start = place ?? ends[path, default: 0]
    if place == nil { ends[path] = start + bytes.count }
    operations.append(.write(path, at: start, bytes))
  }

  private mutating func renamed(_ words: [String], isAt: Bool) {
    let (from, to) = (path(words, isAt ? 1 : 0), path(words, isAt ? 3 : 1))
    guard let from, let to else { return }
    known.remove(from)
    known.insert(to)
    ends[to] = ends.removeValue(forKey: from)
    operations.append(.rename(from, to))
  }

  private func path(_ words: [String], _ index: Int) -> String? {
    words.indices.contains(index) ? below(Self.text(words[index])) : nil
  }

  /// The path behind a descriptor: `4</run/journal/about>`, escaped as all texts are.
  private func descriptor(_ word: String) -> String? {
    guard let start = word.firstIndex(of: "<"), word.last == ">" else { return nil }
    return below(Self.text(String(word[word.index(after: start)...].dropLast())))
  }

  /// A path below the root, relative to it; the root itself is empty.
  private func below(_ path: String) -> String? {
    if path == root { return "" }
    return path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : nil
  }

  // MARK: The text of strace

  /// The arguments of a call; strings are hexadecimal throughout, and hold no comma.
  private static func words(_ text: Substring) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func text(_ word: String) -> String {
    word.contains("\\x") ? String(decoding: bytes(word), as: UTF8.self) : word
  }

  /// `"\x7b\x22"`, with its quotes or without.
  private static func bytes(_ word: String) -> [UInt8] {
    let digits = word.utf8.filter { $0 != UInt8(ascii: "\"") }
    return stride(from: 0, to: digits.count - 3, by: 4).map { place in
      value(digits[place + 2]) << 4 | value(digits[place + 3])
    }
  }

  private static func value(_ digit: UInt8) -> UInt8 {
    digit <= UInt8(ascii: "9") ? digit &- UInt8(ascii: "0") : digit &- UInt8(ascii: "a") &+ 10
  }
}
