import Domain
import Ingest
import Store

/// Registers sample enterprises and says what they need.
public struct SampleRegistration: Sendable {
  /// A registered sample enterprise with the body of one need to submit.
  public struct Need: Sendable {
    public var enterprise: EnterpriseID
    public var body: JSON
  }

  private let application: Application

  public init(application: Application) { self.application = application }

  /// Registers the first `count` sample enterprises of a seed with their facts, all or none; those
  /// that are there already stay as they are.
  ///
  /// - Returns: the needs of those enterprises that have none yet, so that an interrupted sample is
  ///   completed; empty when nothing is missing.
  public func register(
    count: Int, seed: UInt64, today: LegalDate,
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> [Need] {
    try await enrol(count: count, seed: seed, today: today, progress: progress).needs
  }

  /// - Returns: the missing needs, and how many enterprises are new, with needs or without.
  private func enrol(
    count: Int, seed: UInt64, today: LegalDate, progress: @Sendable (_ done: Int) -> Void
  ) async throws -> (needs: [Need], registered: Int) {
    let samples = try samples(count: count, seed: seed, today: today)
    let known = try await application.read {
      try await EnterpriseRepository.identifiers(usccs: samples.map(\.uscc.text), $0)
    }
    let fresh = samples.filter { known[$0.uscc.text] == nil }
    let ids = try await application.register(
      fresh.map {
        Registration(
          uscc: $0.uscc.text, name: $0.name, region: $0.region.text, industry: $0.industry.text,
          registeredOn: $0.registeredOn, facts: $0.facts)
      }, actor: .system("sample"), progress: progress)
    var all = known
    for (id, sample) in zip(ids, fresh) { all[sample.uscc.text] = id }
    let served = try await application.read {
      try await NeedRepository.enterprisesWithNeeds(among: Array(known.values), $0)
    }
    let needs = samples.flatMap { sample -> [Need] in
      guard let id = all[sample.uscc.text], !served.contains(id) else { return [] }
      return sample.needs.map { Need(enterprise: id, body: Self.body($0, of: id)) }
    }
    return (needs, ids.count)
  }

  /// Registers samples and submits their needs without the API.
  ///
  /// - Returns: how many enterprises and needs are new.
  public func submit(
    count: Int, seed: UInt64, today: LegalDate,
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> (enterprises: Int, needs: Int) {
    let (needs, registered) = try await enrol(count: count, seed: seed, today: today) { _ in }
    for (index, need) in needs.enumerated() {
      _ = try await application.submitNeed(need.body, actor: .system("sample"))
      progress(index + 1)
    }
    return (registered, needs.count)
  }

  /// The samples themselves.
  ///
  /// - Throws: `ApplicationError.invalid` when the reference tables cannot make any.
  public func samples(
    count: Int, seed: UInt64, today: LegalDate
  ) throws -> [SampleEnterprise] {
    guard
      let generator = SampleGenerator(
        seed: seed, regions: application.reference.regions,
        industries: application.reference.industries, today: today)
    else { throw StoredDataError(what: "reference tables") }
    return (0..<UInt64(max(0, count))).map(generator.enterprise)
  }

  private static func body(_ need: SampleNeed, of enterprise: EnterpriseID) -> JSON {
    [
      "enterprise_id": .string(enterprise.text), "amount": MoneyView.json(need.amount.value),
      "tenor_months": .int(Int64(need.tenorMonths)), "purpose": .string(need.purpose.rawValue),
      "security": need.security.map { .array(Set($0.map(\.rawValue)).sorted().map(JSON.string)) }
        ?? .null,
    ]
  }
}
