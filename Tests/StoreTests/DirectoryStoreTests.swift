import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("The directory in the database")
struct DirectoryStoreTests {
  private func codes(
    _ connection: PostgresConnection, _ text: String = "", region: String? = nil,
    kind: DirectoryKind? = nil, service: DirectoryService? = nil,
    status: DirectoryStatus = .listed
  ) async throws -> [String] {
    try await DirectoryRepository.list(
      DirectoryFilter(
        words: DirectorySearch.words(text), region: region, kind: kind, service: service,
        status: status), after: nil, limit: 100, connection
    ).map(\.code)
  }

  @Test("an entry is read as it was written, and as it was changed")
  func roundTrip() async throws {
    try await withDatabase(.migrated) { _, connection in
      var entry = Samples().directoryEntry()
      try await DirectoryRepository.insert([entry], connection)
      #expect(try await DirectoryRepository.find(code: entry.code, connection) == entry)
      entry.details = DirectoryDetails(
        kind: .expert, nameChinese: "另一名称", source: DirectorySource(document: "x", tag: "?"))
      entry.status = .unlisted
      entry.unlistedReason = "moved"
      entry.version = 2
      entry.updatedBy = "operator-2"
      try await DirectoryRepository.update([entry], connection)
      #expect(
        try await DirectoryRepository.lock(codes: [entry.code, "none"], connection)
          == [entry.code: entry])
      #expect(try await DirectoryRepository.unlistedCodes(connection) == [entry.code])
      #expect(
        try await DirectoryRepository.missing(codes: [entry.code, "none"], connection) == ["none"])
      #expect(try await codes(connection) == [])
      #expect(try await codes(connection, "另一", status: .unlisted) == [entry.code])
      #expect(try await codes(connection, "示例", status: .unlisted) == [])
    }
  }

  @Test("every kind, service and status of the program is one of the database")
  func words() async throws {
    try await withDatabase(.migrated) { _, connection in
      let samples = Samples()
      for kind in DirectoryKind.allCases {
        let entry = samples.directoryEntry(
          "k-\(kind.rawValue)", kind: kind, services: DirectoryService.allCases)
        try await DirectoryRepository.insert([entry], connection)
        #expect(try await DirectoryRepository.find(code: entry.code, connection) == entry)
      }
    }
  }

  @Test("an entry that is there stays when the same code comes again from a catalog")
  func onlyMissing() async throws {
    try await withDatabase(.migrated) { _, connection in
      let samples = Samples()
      let entry = samples.directoryEntry()
      try await DirectoryRepository.insert([entry], connection)
      let other = samples.directoryEntry("other")
      try await DirectoryRepository.insertMissing(
        [samples.directoryEntry(name: "旧名称"), other], connection)
      #expect(try await DirectoryRepository.find(code: entry.code, connection) == entry)
      #expect(try await DirectoryRepository.find(code: other.code, connection) == other)
      let error = await postgresError {
        try await DirectoryRepository.insert([samples.directoryEntry()], connection)
      }
      #expect(error?.constraint == "directory_entry_code_unique")
    }
  }

  @Test(
    "Chinese is found by any stretch, Latin by any part of a word, in one spelling; all words count"
  )
  func text() async throws {
    try await withDatabase(.migrated) { _, connection in
      let samples = Samples()
      try await DirectoryRepository.insert(
        [
          samples.directoryEntry(
            "a-guarantee", kind: .guarantor, name: "安徽省科技融资担保有限公司",
            english: "Anhui Technology Financing Guarantee"),
          samples.directoryEntry("b-bank", kind: .bank, name: "徽商银行（行徽）", english: "Huishang Bank"),
          samples.directoryEntry("c-icbc", kind: .bank, name: "ＩＣＢＣ安徽分行", english: nil),
        ], connection)
      let expected: [(String, [String])] = [
        ("担保", ["a-guarantee"]), ("融资担保", ["a-guarantee"]), ("担", ["a-guarantee"]),
        ("保担", []), ("安徽", ["a-guarantee", "c-icbc"]), ("安徽 担保", ["a-guarantee"]),
        ("安徽担保", []), ("HUISHANG", ["b-bank"]), ("shang bank", ["b-bank"]),
        ("bank shang", ["b-bank"]), ("icbc", ["c-icbc"]), ("ICBC安徽", ["c-icbc"]),
        ("安徽ｉｃｂｃ", ["c-icbc"]), ("a-guarantee", ["a-guarantee"]), ("zzz", []),
        // Its pairs 商银, 银行 and 行徽 are all there, but not in one stretch.
        ("商银行徽", []), ("蜀山区", ["a-guarantee", "b-bank", "c-icbc"]),
        ("%", ["a-guarantee", "b-bank", "c-icbc"]),
      ]
      for (text, found) in expected {
        #expect(try await codes(connection, text) == found, "\(text)")
      }
    }
  }

  @Test(
    "a region finds what serves it, a part of it, or the whole country; kind and service narrow")
  func regions() async throws {
    try await withDatabase(.migrated) { _, connection in
      let samples = Samples()
      try await DirectoryRepository.insert(
        [
          samples.directoryEntry("anhui", kind: .bank, regions: ["340000"], services: [.loan]),
          samples.directoryEntry("country", kind: .fund, regions: [], services: []),
          samples.directoryEntry("hefei", regions: ["340100"]),
          samples.directoryEntry("shushan", regions: ["340104", "350200"]),
          samples.directoryEntry("wuhu", regions: ["340200"]),
          samples.directoryEntry("xiamen", kind: .bank, regions: ["350200"], services: [.loan]),
        ], connection)
      let expected: [(String?, [String])] = [
        (nil, ["anhui", "country", "hefei", "shushan", "wuhu", "xiamen"]),
        ("34", ["anhui", "country", "hefei", "shushan", "wuhu"]),
        ("340000", ["anhui", "country", "hefei", "shushan", "wuhu"]),
        ("3401", ["anhui", "country", "hefei", "shushan"]),
        ("340104", ["anhui", "country", "hefei", "shushan"]),
        ("340103", ["anhui", "country", "hefei"]), ("340200", ["anhui", "country", "wuhu"]),
        ("35", ["country", "shushan", "xiamen"]), ("11", ["country"]),
      ]
      for (region, found) in expected {
        #expect(try await codes(connection, region: region) == found, "\(region ?? "-")")
      }
      #expect(try await codes(connection, region: "35", kind: .bank) == ["xiamen"])
      #expect(try await codes(connection, kind: .bank) == ["anhui", "xiamen"])
      #expect(try await codes(connection, region: "34", service: .loan) == ["anhui"])
      #expect(
        try await codes(connection, "律师", kind: .bank, service: .loan) == ["anhui", "xiamen"])
    }
  }

  @Test("pages follow the order of codes by bytes, whatever came in when")
  func pages() async throws {
    try await withDatabase(.migrated) { _, connection in
      let samples = Samples()
      let order = ["0", "a", "a-", "a-b", "a0", "a_", "aa", "b"]
      try await DirectoryRepository.insert(
        order.reversed().map { samples.directoryEntry($0) }, connection)
      var found: [String] = []
      var last: DirectoryRecord?
      repeat {
        let page = try await DirectoryRepository.list(
          DirectoryFilter(), after: last?.id.uuid, limit: 3, connection)
        found += page.map(\.code)
        last = page.last
      } while last != nil
      #expect(found == order)
    }
  }

  @Test("words, their pairs and single characters are cut as the index needs them")
  func cutting() {
    #expect(DirectorySearch.words("徽商银行（ICBC）2026年 ①") == ["徽商银行", "icbc", "2026", "年", "1"])
    #expect(DirectorySearch.words("—— !") == [])
    #expect(DirectorySearch.grams(["银行", "a"]) == ["a", "行", "银", "银行"])
    #expect(DirectorySearch.wantedGrams(["银行业", "a"]) == ["a", "行业", "银行"])
  }
}
