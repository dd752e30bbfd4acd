/// In which file of a journal a line of its stream stands, where messages name it.
package struct LinePlaces {
  private struct File {
    let path: String
    /// Lines of the stream before those of the file.
    let before: Int
    /// Lines of the file that the stream has no more: the headers of later segments.
    let headers: Int
  }

  private var files: [File] = []
  private var lines = 0

  package init() {}

  /// Notes that whole lines of a file come next.
  package mutating func add(_ bytes: ArraySlice<UInt8>, of path: String) {
    if files.last?.path != path {
      files.append(File(path: path, before: lines, headers: files.isEmpty ? 0 : 1))
    }
    lines += bytes.count { $0 == 10 }
  }

  /// `nil` for a line that has not come; lines count from 1.
  package func place(ofLine line: Int) -> (file: String, line: Int)? {
    guard let file = files.last(where: { $0.before < line }) else { return nil }
    return (file.path, line - file.before + file.headers)
  }
}
