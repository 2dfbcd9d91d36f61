import Domain
import Store

/// The checked body of a request for erasure.
struct ErasureRequest {
  /// Longest number of a request, in characters.
  static let maximumReference = 200

  var basis: ErasureBasis
  var reference: String?
  var isDryRun: Bool

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    _ = body.required("basis")
    let basis = body.choice("basis", of: ErasureBasis.self)
    reference = body.string("reference", maximumLength: Self.maximumReference)
    isDryRun = body.boolean("dry_run") ?? false
    let faults = body.finish()
    guard faults.isEmpty, let basis else { throw .invalid(faults) }
    self.basis = basis
  }
}
