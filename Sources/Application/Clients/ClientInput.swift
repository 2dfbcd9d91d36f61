import Domain
import Store

/// Bounds of clients and their secrets.
enum ClientLimits {
  /// Systems of one institution.
  static let clientsMaximum = 50
  /// Secrets of one client that count at once, as many as it has slots.
  static let secretsMaximum = 2
  /// Secrets that ended and can still be seen.
  static let endedSecretsKept = 8
  /// How long a secret counts, unless its maker says otherwise, and at most.
  static let secretDays: Int64 = 365
  static let secretDaysMaximum: Int64 = 730
  /// How exactly it is noted when a secret was used.
  static let useGrainMilliseconds: Int64 = 3_600_000
  static let maximumName = 100
  static let maximumReason = 500
}

/// The checked body of a new client.
struct ClientOrder {
  var name: String
  var role: ClientRole
  /// Whose; nil: the caller's own.
  var institution: String?

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    let name = body.requiredString("name", maximumLength: ClientLimits.maximumName)
    _ = body.required("role")
    let role = body.choice("role", of: ClientRole.self)
    institution = body.string("institution", maximumLength: 64)
    body.checkName(name)
    let faults = body.finish()
    guard faults.isEmpty, let name, let role else { throw .invalid(faults) }
    self.name = name
    self.role = role
  }
}

/// The checked body of a change.
struct ClientChange {
  var name: String

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    let name = body.requiredString("name", maximumLength: ClientLimits.maximumName)
    body.checkName(name)
    let faults = body.finish()
    guard faults.isEmpty, let name else { throw .invalid(faults) }
    self.name = name
  }
}

/// The checked body of what needs a reason and nothing else.
struct ClientReason {
  var text: String

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    let text = body.requiredString("reason", maximumLength: ClientLimits.maximumReason)
    let faults = body.finish()
    guard faults.isEmpty, let text else { throw .invalid(faults) }
    self.text = text
  }
}

/// The checked body of a new secret.
struct ClientSecretOrder {
  var days: Int64

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    days =
      body.integer("expires_in_days", in: 1...ClientLimits.secretDaysMaximum)
      ?? ClientLimits.secretDays
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

extension ObjectReader {
  /// A name goes into logs and tables: no line ends and the like.
  fileprivate mutating func checkName(_ name: String?) {
    guard let name, name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    else { return }
    add(
      Fault(path("name"), "control_character", zh: "不得含控制字符", en: "no control characters"))
  }
}
