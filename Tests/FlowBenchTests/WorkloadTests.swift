import Application
import Catalog
import Decision
import Domain
import Ingest
import Testing

@testable import FlowBench

@Suite("the data")
struct WorkloadTests {
  private static let day = LegalDate(daysSinceEpoch: 20_600)

  private func subjects(_ count: Int) throws -> FlowSubjects {
    let reference = try ReferenceData.bundled()
    return try FlowSubjects(
      count: count, seed: 7, regions: reference.regions, industries: reference.industries,
      today: Self.day)
  }

  @Test("the same seed gives the same subjects, each with a need and facts of its registry")
  func subjectsAreStable() throws {
    let (first, second) = (try subjects(300), try subjects(300))
    let registry = try SeedCatalog.catalog().registry
    var facts = 0
    for index in 0..<300 {
      let (subject, again) = (first.subject(index), second.subject(index))
      #expect(subject.facts == again.facts)
      #expect(subject.terms.body(of: subject.id) == again.terms.body(of: again.id))
      #expect(subject.terms.amountFen > 0 && (1...600).contains(subject.terms.tenorMonths))
      facts += subject.facts.facts.count
      for path in subject.facts.facts.keys { #expect(registry[path] != nil, "\(path)") }
    }
    #expect((23...31).contains(facts / 300), "\(facts / 300) facts on average")
    #expect(Set((0..<300).map { first.subject($0).enterprise.uscc }).count == 300)
  }

  @Test("every product is for 3 to 15 % of the calibration needs, and has 6 to 12 rules")
  func productsFit() throws {
    let subjects = try subjects(2_000)
    let cities = try ReferenceData.bundled().regions.regions
      .filter { $0.level == .prefecture }.map(\.code.text)
    let made = try FlowCatalog.make(
      products: 40, seed: 7, subjects: subjects, cities: cities, progress: { _ in })
    #expect(made.catalog.products.count == 40)
    let engine = try Engine(catalog: made.catalog, policies: made.policies)
    var counts = [Int](repeating: 0, count: 40)
    for index in 0..<FlowCatalog.calibrationNeeds {
      let subject = subjects.subject(index)
      let result = engine.match(
        DecisionInput(
          needFacts: subject.needFacts(on: Self.day), enterpriseFacts: subject.facts,
          clock: Instant(startOf: Self.day)))
      for product in counts.indices where Bitmap.contains(result.eligible, product) {
        counts[product] += 1
      }
    }
    for (product, count) in zip(made.catalog.products, counts) {
      #expect((30...150).contains(count), "\(product.code): \(count) of 1,000")
      #expect((6...12).contains(product.criteria.count + 2), "\(product.code)")
    }
    let again = try FlowCatalog.make(
      products: 40, seed: 7, subjects: subjects, cities: cities, progress: { _ in })
    #expect(again.catalog.digest == made.catalog.digest)
  }

  @Test("random numbers are those of their seed and stream")
  func random() {
    var (one, same, other) = (
      FlowRandom(seed: 1), FlowRandom(seed: 1), FlowRandom(seed: 1, stream: 1)
    )
    let first = (0..<8).map { _ in one.next() }
    #expect(first == (0..<8).map { _ in same.next() })
    #expect(first != (0..<8).map { _ in other.next() })
  }
}
