import Catalog
import Domain

/// The outcome of a need as a match run stores it.
public struct StoredResult: Equatable, Sendable {
  public let counts: MatchResult.Counts
  /// `MatchResult.canonicalBytes`.
  public let bytes: [UInt8]
  public let verdicts: VerdictDigest

  public init(counts: MatchResult.Counts, bytes: [UInt8], verdicts: VerdictDigest) {
    self.counts = counts
    self.bytes = bytes
    self.verdicts = verdicts
  }
}

/// Which products of a catalog got which verdict, in 16 bytes: what two runs need to tell whether
/// any verdict flipped between them.
///
/// Equal digests mean the same verdicts on the same products; digests that differ say only that one
/// has to look.
public struct VerdictDigest: Hashable, Sendable {
  /// Length in bytes: the first half of SHA-256, of which nobody finds two alike by chance.
  public static let count = 16

  public let bytes: [UInt8]

  /// - Returns: nil for another length.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.count else { return nil }
    self.bytes = bytes
  }

  /// - Parameters:
  ///   - codes: `Digest` of the codes of the catalog's products, in their order.
  ///   - considered: bitmaps over the products, as `MatchResult` has them.
  init(
    codes: [UInt8], considered: UnsafeRawBufferPointer, eligible: UnsafeRawBufferPointer,
    needsInfo: UnsafeRawBufferPointer
  ) {
    let whole = codes.withUnsafeBytes {
      Digest(ofParts: [$0, considered, eligible, needsInfo])
    }
    bytes = Array(whole.bytes.prefix(Self.count))
  }
}

extension Engine {
  /// The verdicts of an outcome of this engine.
  public func verdictDigest(of result: MatchResult) -> VerdictDigest {
    result.considered.withUnsafeBytes { considered in
      result.eligible.withUnsafeBytes { eligible in
        result.needsInfo.withUnsafeBytes { needsInfo in
          VerdictDigest(
            codes: codesDigest, considered: considered, eligible: eligible, needsInfo: needsInfo)
        }
      }
    }
  }

  /// An outcome of this engine as it is stored.
  public func stored(_ result: MatchResult) -> StoredResult {
    StoredResult(
      counts: result.counts, bytes: result.canonicalBytes, verdicts: verdictDigest(of: result))
  }

  /// Tells catalogs apart whose products have other codes, or another order.
  static func codesDigest(_ catalog: Catalog) -> [UInt8] {
    var bytes: [UInt8] = []
    for product in catalog.products {
      bytes += product.code.utf8
      // No code has a byte of 0.
      bytes.append(0)
    }
    return Digest(ofBytes: bytes).bytes
  }
}
