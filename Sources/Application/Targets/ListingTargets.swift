import Domain
import Listing
import Postgres
import Store

extension Application {
  /// Years that targets are set for.
  public static let targetYears: ClosedRange<Int64> = 2_000...2_100
  /// Targets in one answer at most.
  static let targetsMaximum = 500

  /// Sets how many listings a region is to reach in a year on a board: 200 with `ETag`.
  ///
  /// - Parameter body: `{count, source}`.
  /// - Throws: `.notFound` for a board there is not; `.forbidden`; `.invalid`; `.staleVersion`.
  public func setYearlyTarget(
    _ board: String, year: Int, region: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireOverview(actor)
    guard reference.nurture.boardCodes.contains(board), RegionCode(region) != nil else {
      throw ApplicationError.notFound(what: "listing target")
    }
    try requireOwnRegion(region, of: actor)
    var reader = ObjectReader(body)
    let count = reader.requiredInteger("count", in: 0...1_000_000)
    let source = reader.requiredString("source", maximumLength: 300)
    let faults = reader.finish()
    guard faults.isEmpty, let count, let source else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency) { session in
      let now = clock.now()
      let before = try await ListingTargetRepository.lock(
        board: board, year: year, region: region, session)
      if let expectedVersion, expectedVersion != before?.version ?? 0 {
        throw ApplicationError.staleVersion(current: before?.version ?? 0)
      }
      var target = ListingTargetRecord(
        board: board, year: year, region: region, count: Int(count), source: source, version: 1,
        updatedAt: now, updatedBy: actor.subject)
      target.version = try await ListingTargetRepository.save(target, session)
      try await audit(
        "listing_target.set", subject: "listing-target/\(board)/\(year)/\(region)", reason: nil,
        data: ["count": .int(count)], by: actor, at: now, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(target.version)],
        body: targetView(
          target,
          try await progress(
            of: [board], year: year, in: AccessRules.stripped(region), session)))
    }
  }

  /// - Throws: `.forbidden` for a region that is not the caller's.
  func requireOwnRegion(_ region: String, of actor: Actor) throws(ApplicationError) {
    guard actor.role != .operator || region.hasPrefix(AccessRules.regionPrefix(of: actor)) else {
      throw .forbidden(zh: "该区域不在本辖区", en: "the region is not yours")
    }
  }

  /// Tells of listings as a number, where they are no cases here: 201. A negative one corrects.
  ///
  /// - Parameter body: `{board, region, listed_on, count, source}`.
  /// - Throws: `.forbidden`; `.invalid`.
  public func reportListings(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireOverview(actor)
    let today = clock.now().legalDate
    var reader = ObjectReader(body)
    let board = reader.requiredWord("board", of: reference.nurture.boardCodes.sorted())
    let region = reader.requiredRegion("region")
    _ = reader.required("listed_on")
    let listedOn = reader.day("listed_on")
    if let listedOn, listedOn > today {
      reader.add(Fault("/listed_on", "future", zh: "日期不得晚于今天", en: "a day that is not after today"))
    }
    let count = reader.requiredInteger("count", in: -100_000...100_000)
    if count == 0 { reader.add(Fault("/count", "zero", zh: "不得为零", en: "must not be zero")) }
    let source = reader.requiredString("source", maximumLength: 300)
    let faults = reader.finish()
    guard faults.isEmpty, let board, let region, let listedOn, let count, let source else {
      throw ApplicationError.invalid(faults)
    }
    try requireOwnRegion(region, of: actor)
    return try await answer(idempotency) { session in
      let record = ListingCountRecord(
        id: ids.next(), board: board, region: region, listedOn: listedOn, count: Int(count),
        source: source, madeAt: clock.now(), madeBy: actor.subject)
      try await ListingTargetRepository.insert(record, session)
      return StoredAnswer(
        status: 201,
        body: [
          "id": .string(record.id.text), "board": .string(board), "region": .string(region),
          "listed_on": .string(listedOn.text), "count": .int(count), "source": .string(source),
          "made_at": .string(record.madeAt.text),
        ])
    }
  }

  /// The same with as many as an answer has.
  public func listingTargets(
    year: Int?, board: String?, region: String?, after: NamePair?, actor: Actor
  ) async throws -> JSON {
    try await listingTargets(
      year: year, board: board, region: region, after: after, limit: Self.targetsMaximum,
      actor: actor)
  }

  /// `{"data": […], "next_after"}`: the targets of a year with what is reached and what the year comes to if
  /// it goes on as it went, in the order of boards and regions.
  ///
  /// - Parameters:
  ///   - year: nil for this one.
  ///   - after: board and region of the last one of the answer before.
  ///   - limit: in one answer at most.
  public func listingTargets(
    year: Int?, board: String?, region: String?, after: NamePair?, limit: Int, actor: Actor
  ) async throws -> JSON {
    try requireOverview(actor)
    let year = year ?? clock.now().legalDate.year
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return ["year": .int(Int64(year)), "data": [], "next_after": .null]
    }
    return try await read { session in
      let found = try await ListingTargetRepository.list(
        year: year, board: board, regionPrefix: prefix,
        after: after.map { (board: $0.first, region: $0.second) }, limit: limit + 1, session)
      let shown = found.prefix(limit)
      let progress = try await progress(
        of: Set(shown.map(\.board)).sorted(), year: year, in: prefix, session)
      let last = found.count > limit ? shown.last : nil
      return [
        "year": .int(Int64(year)), "data": .array(shown.map { targetView($0, progress) }),
        "next_after": .optional(last.map { NamePair($0.board, $0.region).text }),
      ]
    }
  }

  /// How far boards came in a year, in each region within one.
  private func progress(
    of boards: [String], year: Int, in prefix: String, _ session: any PostgresSession
  ) async throws -> [ListingProgress] {
    guard let first = LegalDate(year: year, month: 1, day: 1),
      let last = LegalDate(year: year, month: 12, day: 31), !boards.isEmpty
    else { return [] }
    return try await ListingTargetRepository.progress(
      of: boards.map { (board: $0, aim: aim(of: $0) ?? "") }, from: first, through: last,
      regionPrefix: prefix, session)
  }

  private func targetView(_ target: ListingTargetRecord, _ progress: [ListingProgress]) -> JSON {
    let today = clock.now().legalDate
    let prefix = AccessRules.stripped(target.region)
    let own = progress.filter { $0.board == target.board && $0.region.hasPrefix(prefix) }
    let listed = own.reduce(0) { $0 + $1.listed }
    let underWay = own.reduce(0) { $0 + $1.underWay }
    let forecast = ListingForecast(
      listed: listed, target: Int64(target.count), year: target.year, on: today,
      calendar: reference.calendar)
    return [
      "board": .string(target.board), "year": .int(Int64(target.year)),
      "region": .string(target.region), "count": .int(Int64(target.count)),
      "source": .string(target.source), "listed": .int(listed),
      "under_way": .int(underWay),
      "forecast": [
        "expected": .optional(forecast.expected), "short_by": .optional(forecast.shortBy),
        "days_elapsed": .int(Int64(forecast.daysElapsed)),
        "days_in_year": .int(Int64(forecast.daysInYear)),
        "provisional": .bool(forecast.isProvisional),
      ],
      "version": .int(Int64(target.version)), "updated_at": .string(target.updatedAt.text),
    ]
  }

  /// Listings of a board on some days within a region.
  func listed(
    on board: String, from first: LegalDate?, through last: LegalDate?, in prefix: String,
    _ session: any PostgresSession
  ) async throws -> Int64 {
    guard let first, let last, let aim = aim(of: board) else { return 0 }
    return try await ListingTargetRepository.listed(
      board: board, aim: aim, from: first, through: last, regionPrefix: prefix, session)
  }

  /// The stage that a board is for, by its latest version.
  private func aim(of board: String) -> String? {
    reference.nurture.boards.boards.last { $0.code == board }?.aim
  }
}
