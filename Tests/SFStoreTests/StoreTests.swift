import SFCore
import SFStore
import Testing

/// What every store does, whatever it is made of.
@Suite struct StoreTests {
  @Test(arguments: StoreKind.available, [1, 2, 7, 1_000])
  func `rows come back as they were kept, in order, however many at a time`(
    kind: StoreKind, limit: Int
  ) throws {
    try kind.withStore { store in
      let minutes = [3, 0, 1, 8, 2, 9]
      try store.append(try Minutes.batch(minutes), to: Minutes.dataset, onConflict: nil)
      let expected = try Minutes.batch(minutes.sorted()).texts
      #expect(try store.rows(of: Minutes.dataset, limit: limit).texts == expected)
      let part = try store.rows(
        of: Minutes.dataset, from: Minutes.time(1), to: Minutes.time(8), limit: limit)
      #expect(part.texts == (try Minutes.batch([1, 2, 3]).texts))
      #expect(try store.last(of: Minutes.dataset) == Minutes.time(9))
      let extent = try store.extent(of: Minutes.dataset)
      #expect(
        extent == DatasetExtent(rows: 6, first: Minutes.time(0), last: Minutes.time(9)))
    }
  }

  @Test(arguments: StoreKind.available)
  func `a store that is opened again has what was kept`(kind: StoreKind) throws {
    try kind.withAddress { address in
      for part in [0..<10, 5..<20] {
        let store = try Stores.open(address, for: .writing)
        let appended = try store.append(
          try Minutes.batch(part), to: Minutes.dataset, onConflict: nil)
        #expect(appended.new == 10 && appended.known == part.lowerBound)
      }
      let reader = try Stores.open(address, for: .reading)
      #expect(try reader.datasets() == [Minutes.dataset])
      #expect(try reader.rows(of: Minutes.dataset).texts == Minutes.batch(0..<20).texts)
      #expect(try reader.check() == [])
      #expect(try reader.size() > 0)
    }
  }

  @Test(arguments: StoreKind.available)
  func `a reader sees each commit, of datasets that are new too`(kind: StoreKind) throws {
    try kind.withAddress { address in
      let writer = try Stores.open(address, for: .writing)
      let reader = try Stores.open(address, for: .reading)
      #expect(try reader.datasets() == [])
      #expect(try reader.last(of: Minutes.dataset) == nil)
      for minute in 0..<5 {
        try writer.append(try Minutes.batch([minute]), to: Minutes.dataset, onConflict: nil)
        #expect(try reader.last(of: Minutes.dataset) == Minutes.time(minute))
      }
    }
  }

  @Test(arguments: StoreKind.available)
  func `rows that disagree are an error that keeps nothing, or what the rule says`(
    kind: StoreKind
  ) throws {
    try kind.withStore { store in
      try store.append(try Minutes.batch([0, 1]), to: Minutes.dataset, onConflict: nil)
      var other = RowBatch(.spot)
      try other.append(Minutes.bar(2), opening: Minutes.time(2))
      try other.append(Minutes.bar(1, close: 3), opening: Minutes.time(1))
      let error = #expect(throws: StoreError.self) {
        try store.append(other, to: Minutes.dataset, onConflict: nil)
      }
      #expect(error?.exitStatus == .badData)
      #expect(error?.message.contains("close 3.0") == true)
      #expect(error?.message.contains("\(Minutes.time(1))") == true)
      #expect(try store.rows(of: Minutes.dataset).texts == Minutes.batch([0, 1]).texts)
      let first = try store.append(other, to: Minutes.dataset, onConflict: .first)
      #expect(first.new == 1 && first.kept == 1)
      #expect(try store.rows(of: Minutes.dataset).texts == Minutes.batch(0...2).texts)
      let last = try store.append(other, to: Minutes.dataset, onConflict: .last)
      #expect(last.known == 1 && last.replaced == 1)
      #expect(try store.rows(of: Minutes.dataset).bar(1).close == 3)
    }
  }

  struct Stop: Error {}

  private func keep(both first: Dataset, _ second: Dataset, in store: any MarketStore) throws {
    try store.transaction {
      try store.append(try Minutes.batch(0..<10), to: first, onConflict: nil)
      try store.append(try Minutes.batch(0..<3), to: second, onConflict: nil)
    }
  }

  private func keepAndStop(_ dataset: Dataset, in store: any MarketStore) throws {
    let span = BarSpan(first: Minutes.time(10), last: Minutes.time(12))
    try store.transaction {
      try store.append(try Minutes.batch(0..<10), to: dataset, onConflict: nil)
      try store.note(absent: [span], of: dataset)
      throw Stop()
    }
  }

  @Test(arguments: StoreKind.available)
  func `a transaction that fails leaves nothing`(kind: StoreKind) throws {
    try kind.withStore { store in
      let ether = Dataset(.spot, Series(symbol: "ETHUSDT", interval: .minute))
      #expect(throws: Stop.self) { try keepAndStop(ether, in: store) }
      #expect(try store.datasets() == [])
      #expect(try store.rows(of: ether).isEmpty)
      #expect(try store.absences(of: ether) == [])
      try keep(both: ether, Minutes.dataset, in: store)
      #expect(try store.datasets() == [Minutes.dataset, ether])
      #expect(try store.rows(of: ether).count == 10)
    }
  }

  @Test(arguments: StoreKind.available)
  func `gaps are what is missing inside, and absences are remembered`(kind: StoreKind) throws {
    try kind.withStore { store in
      try store.append(
        try Minutes.batch([0, 1, 4, 5, 6, 8]), to: Minutes.dataset, onConflict: nil)
      let gaps = [
        BarSpan(first: Minutes.time(2), last: Minutes.time(3)),
        BarSpan(first: Minutes.time(7), last: Minutes.time(7)),
      ]
      #expect(try store.gaps(in: Minutes.dataset) == gaps)
      #expect(gaps.map { $0.count(of: 60_000) } == [2, 1])
      try store.note(absent: [gaps[1]], of: Minutes.dataset)
      try store.note(absent: gaps, of: Minutes.dataset)
      #expect(try store.absences(of: Minutes.dataset) == gaps)
    }
  }

  @Test(arguments: StoreKind.available, [1, 2, 3, 100])
  func `prints of one time keep the order of their ids`(kind: StoreKind, limit: Int) throws {
    try kind.withStore { store in
      let trades = Dataset(.trades, Series(symbol: "BTCUSDT", interval: Dataset.noInterval))
      var batch = RowBatch(.trades)
      for (time, id) in [(5, 9), (5, 11), (5, 10), (4, 8), (6, 12), (5, 13)] as [(Int64, Int64)] {
        batch.appendRow(at: time)
        for word in [id, 100 * id, 5, id % 2] { batch.appendWord(word) }
      }
      try store.append(batch, to: trades, onConflict: nil)
      let rows = try store.rows(of: trades, limit: limit)
      #expect(rows.times == [4, 5, 5, 5, 5, 6])
      #expect((0..<6).map { rows[$0].first } == [8, 9, 10, 11, 13, 12])
      #expect(try store.append(batch, to: trades, onConflict: nil).known == 6)
    }
  }

  @Test(arguments: StoreKind.available)
  func `a type of the user is kept with its columns`(kind: StoreKind) throws {
    let type = DataType(
      bars: "sentiment", fields: [DataColumn("score"), DataColumn("mentions", .integer)])
    let dataset = Dataset(type, Series(symbol: "A", interval: .minute))
    try kind.withAddress { address in
      var types = DataTypes()
      try types.add(type)
      var batch = RowBatch(type)
      try batch.append(
        Minutes.bar(0), opening: Minutes.time(0),
        [MarketField(name: "mentions", value: 12), MarketField(name: "score", value: -0.25)])
      try batch.append(Minutes.bar(1), opening: Minutes.time(1))
      try Stores.open(address, for: .writing, types: types).append(
        batch, to: dataset, onConflict: nil)
      // Nobody has to declare it again.
      let reader = try Stores.open(address, for: .reading)
      #expect(try reader.datasets() == [dataset])
      #expect(try reader.rows(of: dataset).texts == batch.texts)
      var others = DataTypes()
      try others.add(DataType(bars: "sentiment", fields: [DataColumn("score")]))
      let error = #expect(throws: StoreError.self) {
        _ = try Stores.open(address, for: .writing, types: others)
      }
      #expect(error?.exitStatus == .configuration)
    }
  }

  /// A store against a dictionary, over random work.
  @Test(arguments: StoreKind.available)
  func `agrees with a dictionary on random work`(kind: StoreKind) throws {
    try kind.withStore { store in
      var random = SplitMix64(state: 11)
      var model: [Int: Price] = [:]
      for _ in 0..<60 {
        let from = Int(random.next() % 80)
        let minutes = from..<from + 1 + Int(random.next() % 12)
        var batch = RowBatch(.spot)
        for minute in minutes {
          let close = Price(units: Int64(1 + random.next() % 2) * 100_000_000)
          try batch.append(Minutes.bar(minute, close: close), opening: Minutes.time(minute))
        }
        let rule: StoreConflictRule = random.next() % 2 == 0 ? .first : .last
        try store.append(batch, to: Minutes.dataset, onConflict: rule)
        for (row, minute) in minutes.enumerated() where rule == .last || model[minute] == nil {
          model[minute] = batch.bar(row).close
        }
        let rows = try store.rows(of: Minutes.dataset, limit: 9)
        #expect(
          (0..<rows.count).map { rows.bar($0).close }
            == model.sorted { $0.key < $1.key }.map(\.value))
        #expect(rows.times == model.keys.sorted().map { Minutes.time($0).milliseconds })
        let holes = try store.gaps(in: Minutes.dataset).reduce(0) { $0 + $1.count(of: 60_000) }
        #expect(holes == (model.keys.max() ?? 0) - (model.keys.min() ?? 0) + 1 - model.count)
      }
    }
  }
}
