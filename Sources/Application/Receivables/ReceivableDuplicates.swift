import Arrangement
import Crypto
import Domain
import Postgres
import Store

/// What a new receivable has in common with those that are here.
struct ReceivableLikeness: Sendable {
  /// Why a person has to look at it: `near`, `split`, `crowd`.
  var heldFor: [String] = []
  /// What it resembles, in the order of their identifiers.
  var resembles: [ReceivableID] = []
  /// By what it will be found itself.
  var prints: [FingerprintRepository.Print]
}

extension Application {
  /// Receivables named as alike, at most.
  private static let maximumResembled = 100

  /// The key of fingerprints, which all replicas share; see `FingerprintRepository`.
  func fingerprintKey(_ session: any PostgresSession) async throws -> [UInt8] {
    let candidate = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    return try await SecretRepository.findOrInsert(
      "receivable_fingerprint", candidate: candidate, session)
  }

  /// The receivable of the same invoice between the same parties, when it is here.
  func sameInvoice(
    _ identity: InvoiceIdentity, _ session: any PostgresSession
  ) async throws -> ReceivableRecord? {
    let digest = Self.keyed(identity.exact, by: try await fingerprintKey(session)).digest
    // A new identifier is nobody's: none is passed over.
    let found = try await FingerprintRepository.matches(
      [digest], except: ids.next(), limit: 1, session)
    guard let match = found[digest]?.first else { return nil }
    return try await ReceivableRepository.lock([match.receivable], session).first
  }

  private static func keyed(
    _ print: Fingerprint, by key: [UInt8]
  ) -> FingerprintRepository.Print {
    let code = HMAC<SHA256>.authenticationCode(for: print.bytes, using: SymmetricKey(data: key))
    return FingerprintRepository.Print(kind: print.kind.rawValue, digest: Array(code))
  }

  /// Looks for the same invoice, and for what resembles it. Under the seller's lock: all that can be the
  /// same has the same seller, so that of two at once one sees the other.
  ///
  /// - Parameter own: the receivable itself.
  /// - Throws: `.conflict` `receivable_duplicate` when the invoice is here already, whoever brought it.
  func likeness(
    of identity: InvoiceIdentity, own: ReceivableID, by policy: ReceivablePolicy,
    _ session: any PostgresSession
  ) async throws -> ReceivableLikeness {
    let key = try await fingerprintKey(session)
    func keyed(_ print: Fingerprint) -> FingerprintRepository.Print {
      Self.keyed(print, by: key)
    }
    let days = policy.nearDays.value
    let same = [keyed(identity.exact), keyed(identity.invoice)]
    let near = identity.nearLookups(windowDays: days).map(keyed)
    let groups = identity.groups.map(keyed)
    let found = try await FingerprintRepository.matches(
      (same + near + groups).map(\.digest), except: own, limit: SplitSearch.maximumMembers + 1,
      session)
    guard same.allSatisfy({ found[$0.digest] == nil }) else { throw Self.duplicate }
    var likeness = ReceivableLikeness(
      prints: same + [keyed(identity.near(windowDays: days))] + groups)
    let alike = near.flatMap { found[$0.digest] ?? [] }.filter { match in
      let apart =
        Int64(match.invoicedOn.daysSinceEpoch) - Int64(identity.invoicedOn.daysSinceEpoch)
      return abs(apart) <= days
    }
    var resembled = Set(alike.map(\.receivable))
    if !alike.isEmpty { likeness.heldFor.append("near") }
    let split = Self.splits(
      of: identity, own: own, groups.map { ($0.kind, found[$0.digest] ?? []) },
      toleranceFen: policy.splitToleranceFen.value)
    if !split.receivables.isEmpty { likeness.heldFor.append("split") }
    if split.isCrowded { likeness.heldFor.append("crowd") }
    resembled.formUnion(split.receivables)
    likeness.resembles = Array(resembled.sorted().prefix(Self.maximumResembled))
    return likeness
  }

  private static var duplicate: ApplicationError {
    .conflict(
      code: "receivable_duplicate", zh: "该发票已登记为应收账款",
      en: "this invoice is registered as a receivable already")
  }

  /// Writes by what a receivable will be found. The database has the last word on what is here once.
  func keep(
    _ prints: [FingerprintRepository.Print], of receivable: ReceivableID,
    _ session: any PostgresSession
  ) async throws {
    do throws(PostgresError) {
      try await FingerprintRepository.replace(of: receivable, by: prints, session)
    } catch {
      let once = ["receivable_fingerprint_exact", "receivable_fingerprint_invoice"]
      guard let constraint = error.constraint, once.contains(constraint) else { throw error }
      throw Self.duplicate
    }
  }

  /// Receivables that a split of one invoice would look like: those whose sum is a third one's, and those
  /// whose number is this one with a suffix, or without it.
  private static func splits(
    of identity: InvoiceIdentity, own: ReceivableID,
    _ groups: [(kind: String, members: [FingerprintRepository.Match])], toleranceFen: Int64
  ) -> (receivables: Set<ReceivableID>, isCrowded: Bool) {
    var found: Set<ReceivableID> = []
    var isCrowded = false
    for (kind, members) in groups where !members.isEmpty {
      // The same number would be a duplicate: what has the same stem is written otherwise.
      if kind == Fingerprint.Kind.stem.rawValue {
        found.formUnion(members.map(\.receivable))
      }
      do throws(SplitSearch.TooMany) {
        let hits = try SplitSearch.hits(
          for: SplitSearch.Member(id: own.text, gross: identity.gross),
          among: members.map { SplitSearch.Member(id: $0.receivable.text, gross: $0.gross) },
          toleranceFen: toleranceFen)
        for hit in hits {
          found.formUnion(([hit.whole] + hit.parts).compactMap { ReceivableID($0) })
        }
      } catch {
        isCrowded = true
      }
    }
    found.remove(own)
    return (found, isCrowded)
  }
}

extension InvoiceIdentity {
  /// - Parameters:
  ///   - seller: its credit code.
  ///   - debtor: the same of the debtor.
  init(seller: String, debtor: String, _ terms: ReceivableTerms) {
    self.init(
      seller: seller, debtor: debtor, code: terms.invoiceCode, number: terms.invoiceNumber,
      contract: terms.contract, gross: terms.gross, invoicedOn: terms.invoicedOn)
  }
}
