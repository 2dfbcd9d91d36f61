import AllocationBench
import Domain
import Foundation

@testable import Market

/// How large a random market is, at most.
struct MarketSize {
  var needs = 12
  var institutions = 4
  var products = 8
  var capacity = 4
  var offersPerNeed = 3
}

enum RandomMarket {
  /// Few distinct values everywhere, so that equal ones are met.
  static func make(_ seed: UInt64, _ size: MarketSize = MarketSize()) throws -> AllocationMarket {
    var random = BenchRandom(seed)
    let institutions = (0..<Int.random(in: 1...size.institutions, using: &random)).compactMap {
      AllocationMarket.Institution(
        code: "bank-\($0)", capacity: Int.random(in: 0...size.capacity, using: &random),
        preferences: AllocationMarket.Preference.allCases.shuffled(using: &random))
    }
    let products = (0..<Int.random(in: 1...size.products, using: &random)).compactMap {
      AllocationMarket.Product(
        code: "product-\($0)",
        institution: Int.random(in: institutions.indices, using: &random),
        capacity: Int.random(in: 0...size.capacity, using: &random))
    }
    let needs = (0..<Int.random(in: 0...size.needs, using: &random)).map { number in
      AllocationMarket.Need(
        id: need(number, seed), pool: Int.random(in: 0...2, using: &random),
        since: Instant(microseconds: Int64.random(in: 0...3, using: &random) * 1_000_000),
        choices: products.indices.shuffled(using: &random)
          .prefix(Int.random(in: 0...products.count, using: &random)).map {
            AllocationMarket.Choice(
              product: $0, coveragePpm: Int.random(in: 1...3, using: &random) * 250_000)
          }, offers: Int.random(in: 1...size.offersPerNeed, using: &random))
    }
    return try AllocationMarket(
      institutions: institutions, products: products, needs: needs,
      offersPerNeed: Int.random(in: 1...size.offersPerNeed, using: &random))
  }

  /// Identifiers whose order is not that of their numbers.
  static func need(_ number: Int, _ seed: UInt64) -> NeedID {
    var random = BenchRandom(seed ^ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
    let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    return bytes.withUnsafeBytes { NeedID(UUID(uuid: $0.loadUnaligned(as: uuid_t.self))) }
  }
}
