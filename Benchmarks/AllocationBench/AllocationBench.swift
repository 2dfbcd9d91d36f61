import Domain
import Foundation
import Market

/// How large the market of a run is.
public struct AllocationSize: Sendable, Encodable {
  public var needs = 100_000
  public var institutions = 200
  public var productsPerInstitution = 5
  /// Products a need qualifies for, on average.
  public var choicesPerNeed = 60
  public var offersPerNeed = 3
  public var seed: UInt64 = 20_260_101

  public init() {}
}

/// What a run came to.
public struct AllocationReport: Sendable, Encodable {
  public var size: AllocationSize
  /// Logical processors of the machine.
  public var cores: Int
  public var choices: Int
  public var offers: Int
  /// By round.
  public var seconds: [Double]
  /// Sorting all choices once by what institutions compare them by, by round: no allocation can do
  /// without having looked at each.
  public var sortSeconds: [Double]
  /// Pairs that would rather have each other.
  public var blockingPairs: Int
  /// Institutions, products and needs with more offers than they may have.
  public var exceeded: Int
  /// Whether every round gave the same offers.
  public var isRepeatable: Bool

  public var median: Double { Self.median(seconds) }
  /// The time of the allocation, in times of that sort.
  public var timesSort: Double { median / max(Self.median(sortSeconds), 1e-9) }
  public var isSound: Bool { blockingPairs == 0 && exceeded == 0 && isRepeatable }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }

  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

/// The periodic push of the pool of needs, at the size of a province.
public enum AllocationBench {
  /// - Parameter onRound: told the number of each round that is done.
  public static func run(
    _ size: AllocationSize, rounds: Int, onRound: (Int) -> Void = { _ in }
  ) throws -> AllocationReport {
    let market = try market(size)
    let choices = market.needs.reduce(0) { $0 + $1.choices.count }
    var seconds: [Double] = []
    var sortSeconds: [Double] = []
    var first: [[Int]]?
    var report = AllocationReport(
      size: size, cores: ProcessInfo.processInfo.activeProcessorCount, choices: choices, offers: 0,
      seconds: [], sortSeconds: [], blockingPairs: 0, exceeded: 0, isRepeatable: true)
    for round in 1...max(1, rounds) {
      sortSeconds.append(time { sort(market) }.seconds)
      let (allocation, taken) = time { Allocation(of: market) }
      seconds.append(taken)
      let offers = market.needs.indices.map { allocation.offers(of: $0) }
      if let first { report.isRepeatable = report.isRepeatable && first == offers }
      first = first ?? offers
      report.offers = allocation.count
      let audit = OfferAudit(of: market, offers: offers)
      report.blockingPairs += audit.blockingPairs
      report.exceeded += audit.exceeded
      onRound(round)
    }
    report.seconds = seconds
    report.sortSeconds = sortSeconds
    return report
  }

  private static func time<Result>(_ work: () -> Result) -> (result: Result, seconds: Double) {
    let clock = ContinuousClock()
    let started = clock.now
    let result = work()
    let taken = started.duration(to: clock.now)
    return (
      result, Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18
    )
  }

  /// - Returns: a sum over the sorted row, so that the work cannot be left out.
  private static func sort(_ market: AllocationMarket) -> Int {
    var row: [(Int, Int64, Int)] = []
    for (place, need) in market.needs.enumerated() {
      for choice in need.choices {
        row.append((need.pool << 20 - Int(choice.coveragePpm), need.since.microseconds, place))
      }
    }
    row.sort(by: <)
    return row.first?.2 ?? 0
  }

  /// Room for about half of what is wanted, so that most institutions must choose.
  static func market(_ size: AllocationSize) throws -> AllocationMarket {
    var random = BenchRandom(size.seed)
    let wanted = size.needs * size.offersPerNeed
    let share = max(1, wanted / max(1, size.institutions))
    var institutions: [AllocationMarket.Institution] = []
    var products: [AllocationMarket.Product] = []
    for number in 0..<size.institutions {
      let capacity = Int.random(in: 0...share, using: &random)
      if let institution = AllocationMarket.Institution(
        code: "institution-\(number)", capacity: capacity,
        preferences: AllocationMarket.Preference.allCases.shuffled(using: &random))
      {
        institutions.append(institution)
      }
      for product in 0..<size.productsPerInstitution {
        if let product = AllocationMarket.Product(
          code: "product-\(number)-\(product)", institution: number,
          capacity: Int.random(in: 0...max(1, capacity / 2), using: &random))
        {
          products.append(product)
        }
      }
    }
    let order = ChoiceOrder(seed: size.seed)
    let needs = (0..<size.needs).map { number in
      let id = need(number, &random)
      var chosen: Set<Int> = []
      let count = Int.random(in: 0...2 * size.choicesPerNeed, using: &random)
      while chosen.count < min(count, products.count) {
        chosen.insert(Int.random(in: products.indices, using: &random))
      }
      return AllocationMarket.Need(
        id: id, pool: Int.random(in: 0...3, using: &random),
        since: Instant(
          microseconds: 1_750_000_000_000_000 + Int64.random(in: 0...30, using: &random)
            * 86_400_000_000),
        choices: order.choices(
          of: id,
          among: chosen.sorted().map { product in
            Candidate(
              product: product, institution: institutions[products[product].institution].code,
              costPpm: Int64.random(in: 300...900, using: &random) * 100,
              coveragePpm: Int.random(in: 10...20, using: &random) * 50_000, behind: 0)
          }))
    }
    return try AllocationMarket(
      institutions: institutions, products: products, needs: needs,
      offersPerNeed: size.offersPerNeed)
  }

  private static func need(_ number: Int, _ random: inout BenchRandom) -> NeedID {
    var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    // In the order of their numbers, as identifiers are in the order of their creation.
    for place in 0..<6 { bytes[place] = UInt8(truncatingIfNeeded: number >> ((5 - place) * 8)) }
    return bytes.withUnsafeBytes { NeedID(UUID(uuid: $0.loadUnaligned(as: uuid_t.self))) }
  }
}
