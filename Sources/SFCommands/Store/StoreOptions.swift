import ArgumentParser
import SFCore
import SFIngest
import SFStore
import SFTool

/// Where `sf-ingest` keeps bars, or has them from.
package struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep the bars in this store, a file of SQLite or postgres://…; or read them from it when "
        + "there is nothing else to read, also from duckdb:FILE.", valueName: "store"),
    transform: Self.address)
  var store: StoreAddress?

  @Option(
    help: ArgumentHelp(
      "What the store has of a bar: spot, or with further fields futures, perpetual. "
        + "[default: spot; to read, the one that is there]", valueName: "name"))
  var dataType: String?

  @Option(
    help: ArgumentHelp(
      "Data types of yours: a YAML file with a mapping of columns for each.", valueName: "file"))
  var dataTypes: String?

  @Option(help: ArgumentHelp("The table of duckdb:FILE that has the bars.", valueName: "name"))
  var table: String?

  @Option(
    help: ArgumentHelp(
      "The program that reads duckdb:FILE and Parquet. [default: duckdb]", valueName: "program"))
  var duckdb: String?

  var duckProgram: String { duckdb ?? "duckdb" }

  package init() {}

  func check(isRead: Bool, _ reading: ReadingOptions) throws(UsageError) {
    if store == nil, dataType != nil { throw UsageError("--data-type goes with --store") }
    if case .duckdb = store {
      guard isRead else {
        throw UsageError(
          "'--store \(store?.text ?? "")' is read and not written; to keep bars, give a file of SQLite"
        )
      }
      guard table != nil else { throw UsageError("--store duckdb:FILE needs --table") }
      return
    }
    if table != nil { throw UsageError("--table goes with --store duckdb:FILE") }
    guard isRead else { return }
    let misplaced = [
      ("--symbol", reading.symbol != nil), ("--sort", reading.sort),
      ("--on-conflict", reading.onConflict != nil), ("--timestamp", reading.timestamp != .open),
    ]
    if let option = misplaced.first(where: \.1)?.0 {
      throw UsageError(
        "\(option) is for files, not for bars of a store",
        help: "to keep bars, give files, - for standard input, or --synthetic")
    }
  }

  /// The effective values where a store is read, for the header; of places of writing it says
  /// nothing.
  var settings: [Setting] {
    [
      Setting("store", store?.text), Setting("data_type", dataType), Setting("table", table),
    ]
  }

  // MARK: Reading

  /// The bars that are asked for, a source for each series.
  func sources(_ options: IngestOptions) throws -> [any BarSource] {
    guard let store else { return [] }
    let opened = try Stores.open(store, for: .reading, types: try DataTypes(file: dataTypes))
    let there = try opened.datasets().filter(\.type.isBars)
    let type = try typeToRead(there, opened.name)
    let wanted = there.filter { dataset in
      dataset.type == type && options.symbols?.contains(dataset.series.symbol) ?? true
        && (options.interval == nil || dataset.series.interval == options.interval)
    }
    guard !wanted.isEmpty else { throw absent(there, opened.name, options) }
    // A row before or behind all times, which no read would meet, is said.
    for dataset in wanted { _ = try opened.last(of: dataset) }
    return wanted.map { StoredBars(opened, $0, options) }
  }

  private func typeToRead(_ there: [Dataset], _ store: String) throws -> DataType? {
    let types = Set(there.map(\.type)).sorted { $0.name < $1.name }
    guard let name = dataType else {
      guard types.count > 1 else { return types.first }
      throw UsageError(
        "found bars of \(types.map(\.name).joined(separator: ", ")) in '\(store)', "
          + "expected --data-type to say which")
    }
    if let type = types.first(where: { $0.name == name }) { return type }
    throw StoreError(
      .noInput,
      "found no bars of the data type '\(name)' in '\(store)', "
        + NearestName.expected(name, among: types.map(\.name)))
  }

  /// Nothing in the store is what was asked for.
  private func absent(
    _ there: [Dataset], _ store: String, _ options: IngestOptions
  ) -> StoreError {
    let asked = [
      options.symbols.map { $0.map(\.text).joined(separator: ",") }, options.interval?.text,
    ].compactMap(\.self).joined(separator: " ")
    let found = there.map { "\($0.series.symbol) \($0.series.interval)" }
    return StoreError(
      .noInput,
      "found no bars\(asked.isEmpty ? "" : " of \(asked)") in '\(store)'"
        + (found.isEmpty ? "" : ", \(nearest(to: asked, among: found))"))
  }

  /// Of many series the nearest, between commas: each is a symbol and an interval.
  private func nearest(to asked: String, among found: [String]) -> String {
    let nearest = found.count > 6 ? NearestName.three(asked, among: found) : found
    return (found.count > 6 ? "the nearest are " : "expected ") + nearest.joined(separator: ", ")
  }

  /// The table that is asked for, as text; `nil` for a store that is none of DuckDB.
  func tableSource() throws -> DuckDBBars? {
    guard case .duckdb(let path) = store, let table else { return nil }
    return DuckDBBars(database: path, table: table, duckProgram)
  }

  // MARK: Keeping

  /// The market fields that the user has declared and no file is known to have.
  func ownFields() throws -> [String] {
    guard let type = dataType, let declared = try DataTypes(file: dataTypes)[type] else {
      return []
    }
    return declared.fields.map(\.name).filter { !IngestOptions.marketFields.contains($0) }
  }

  /// What keeps the bars of a run; `nil` without a store.
  func keeper(_ reading: ReadingOptions) throws -> BarKeeper? {
    guard let store else { return nil }
    let types = try DataTypes(file: dataTypes)
    let type = try types.type(named: dataType ?? DataType.spot.name)
    guard type.isBars else {
      throw UsageError("'--data-type \(type.name)' is no type of bars")
    }
    let rule = reading.onConflict.flatMap { StoreConflictRule(rawValue: $0.rawValue) }
    return BarKeeper(try Stores.open(store, for: .writing, types: types), type, rule)
  }

  @Sendable package static func address(_ text: String) throws -> StoreAddress {
    guard let address = StoreAddress(text) else {
      throw ValidationError(
        "'\(text)' is no store: expected a file, for example market.db, or postgres://user@host/name"
      )
    }
    return address
  }
}
