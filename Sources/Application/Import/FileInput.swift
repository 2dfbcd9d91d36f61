import Domain
import Foundation
import Ingest

/// A CSV file in a request: its bytes in base64, in any of the encodings that files come in.
enum FileInput {
  /// Characters of a file; what a request may hold bounds it further.
  private static let charactersMaximum = 16_000_000
  /// Faults that are told in one refusal: the first ones.
  private static let faultsMaximum = 100

  /// The member `file`; nil when it is not there or no base64, which is a fault then.
  static func bytes(_ reader: inout ObjectReader) -> [UInt8]? {
    guard let text = reader.requiredString("file", maximumLength: charactersMaximum) else {
      return nil
    }
    guard let data = Data(base64Encoded: text) else {
      reader.add(Fault("/file", "base64", zh: "应为 base64 编码", en: "must be base64"))
      return nil
    }
    return [UInt8](data)
  }

  /// Why a file was not taken: of a row at `/file/LINE/COLUMN`.
  static func refusal(_ report: ImportReport) -> ApplicationError {
    .invalid(
      report.faults.filter { $0.severity == .error }.prefix(faultsMaximum)
        .map { $0.fault.under("/file") })
  }

  /// What came of it, and the bad rows with their reasons as a file of their own.
  static func json(_ report: ImportReport, rejected: [UInt8]?) -> JSON {
    [
      "report": report.json,
      "rejected": .optional(rejected.map { String(decoding: $0, as: UTF8.self) }),
    ]
  }
}
