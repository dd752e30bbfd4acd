import SFCore
import SFStore
import SFTool

extension DataTypes {
  /// The types of the project and those of a file of the user: bars with columns of their own.
  ///
  ///     sentiment:
  ///       score: real
  ///       mentions: integer required zero_or_more
  init(file path: String?) throws {
    self.init()
    guard let path else { return }
    let file = try Declarations(path: path)
    for entry in file.entries {
      guard StoredName.isType(entry.name), self[entry.name] == nil else {
        throw file.error(
          entry,
          "found the data type '\(entry.name)', expected a lower-case word that is not taken")
      }
      try add(
        DataType(
          bars: entry.name,
          fields: try entry.members.map { member in
            guard StoredName.isColumn(member.name, ofBars: true),
              let column = Self.column(member)
            else {
              throw file.error(
                member,
                "found '\(member.name): \(member.words.joined(separator: " "))', expected a "
                  + "lower-case name, then real, integer or price, and perhaps required, and "
                  + "above_zero or zero_or_more")
            }
            return column
          }))
    }
  }

  private static func column(_ member: Declarations.Member) -> DataColumn? {
    var words = member.words[...]
    guard let kind = words.popFirst().flatMap(DataColumn.Kind.init) else { return nil }
    var values = DataColumn.Values.any
    var isRequired = false
    for word in words {
      if word == "required" {
        isRequired = true
      } else if let named = DataColumn.Values(rawValue: word) {
        values = named
      } else {
        return nil
      }
    }
    return DataColumn(member.name, kind, required: isRequired, values)
  }
}
