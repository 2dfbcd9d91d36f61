import Domain
import Listing
import Postgres
import Store

extension Application {
  /// Years that targets are set for.
  public static let targetYears: ClosedRange<Int64> = 2_000...2_100
  /// Targets listed at most.
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
      let target = ListingTargetRecord(
        board: board, year: year, region: region, count: Int(count), source: source,
        version: (before?.version ?? 0) + 1, updatedAt: now, updatedBy: actor.subject)
      try await ListingTargetRepository.save(target, session)
      try await audit(
        "listing_target.set", subject: "listing-target/\(board)/\(year)/\(region)", reason: nil,
        data: ["count": .int(count)], by: actor, at: now, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(target.version)],
        body: try await targetView(target, session))
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

  /// `{"data": […]}`: the targets of a year with what is reached and what the year comes to if it goes on
  /// as it went.
  ///
  /// - Parameter year: nil for this one.
  public func listingTargets(
    year: Int?, board: String?, region: String?, actor: Actor
  ) async throws -> JSON {
    try requireOverview(actor)
    let year = year ?? clock.now().legalDate.year
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return ["year": .int(Int64(year)), "data": []]
    }
    return try await read { session in
      let targets = try await ListingTargetRepository.list(
        year: year, board: board, regionPrefix: prefix, limit: Self.targetsMaximum, session)
      var views: [JSON] = []
      for target in targets { views.append(try await targetView(target, session)) }
      return ["year": .int(Int64(year)), "data": .array(views)]
    }
  }

  private func targetView(
    _ target: ListingTargetRecord, _ session: any PostgresSession
  ) async throws -> JSON {
    let today = clock.now().legalDate
    let prefix = AccessRules.stripped(target.region)
    let listed = try await listed(
      on: target.board, from: LegalDate(year: target.year, month: 1, day: 1),
      through: LegalDate(year: target.year, month: 12, day: 31), in: prefix, session)
    let forecast = ListingForecast(
      listed: listed, target: Int64(target.count), year: target.year, on: today,
      calendar: reference.calendar)
    let underWay = try await ListingTargetRepository.underWay(
      board: target.board, aim: aim(of: target.board) ?? "", regionPrefix: prefix, session)
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
