import SFCore
import Testing

@Suite struct ColumnNeedTests {
  private let header = Header(stages: [
    StageEntry(name: "sf-ingest", version: "", config: []),
    StageEntry(
      name: "sf-features", version: "", config: [], columns: ["atr_14", "natr_14", "x"],
      units: [.price, .percent, nil]),
    StageEntry(name: "py", version: "", config: [], columns: ["alpha"]),
  ])

  private func positions(_ needs: ColumnNeed...) throws -> [Int] {
    var columns = ColumnTable()
    for name in ["alpha", "atr_14", "natr_14", "x"] { _ = columns.add(name) }
    return try header.positions(of: needs, neededBy: "trailing_stop", in: columns)
  }

  @Test func `finds columns in the order of the needs`() throws {
    #expect(try positions(ColumnNeed("natr_14"), ColumnNeed("atr_14", .price)) == [2, 1])
    #expect(try positions(ColumnNeed("natr_14", .price, .percent)) == [2])
    #expect(try positions() == [])
  }

  @Test func `a column of which no stage says the unit is not checked`() throws {
    #expect(try positions(ColumnNeed("alpha", .price), ColumnNeed("x", .fraction)) == [0, 3])
  }

  @Test func `refuses a column that measures something else`() throws {
    let error = #expect(throws: StageError.self) { try positions(ColumnNeed("natr_14", .price)) }
    #expect(error?.exitStatus == .configuration)
    #expect(
      error?.message
        == "trailing_stop needs a column in the unit price, and natr_14 has the unit percent")
  }

  @Test func `refuses a missing column with the spec to add`() throws {
    let error = #expect(throws: StageError.self) { try positions(ColumnNeed("atr_20", .price)) }
    #expect(error?.exitStatus == .configuration)
    #expect(error?.help == "add it: sf-features atr:20")
  }
}
