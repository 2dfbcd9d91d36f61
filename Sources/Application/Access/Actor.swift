import Domain

/// What a caller may be.
public enum Role: String, Sendable, CaseIterable {
  /// An enterprise: its own data only.
  case enterprise
  /// A bank's or guarantor's person: products; enterprises only through consent (later offers).
  case liaison
  case liaisonManager = "liaison_manager"
  /// County, city or province staff, within a region prefix.
  case `operator`
  /// Reads everything, changes nothing.
  case auditor
  /// Another system of the operator, or this service itself.
  case service
}

/// Who asks. Taken from a verified token, or `.system` for workers and the command line.
public struct Actor: Sendable, Hashable {
  /// The token's `sub`; kept as the author of what it writes. Never a person's name.
  public var subject: String
  public var role: Role
  /// The organisation: an `ent_…` id for an enterprise, an institution's code for a liaison.
  public var organisation: String?
  /// For an enterprise that is not registered yet: the only USCC it may register.
  public var uscc: String?
  /// Prefix region of an operator; nil means all.
  public var region: String?
  /// The request's `traceparent`, carried into the events it causes.
  public var traceparent: String?

  public init(
    subject: String, role: Role, organisation: String? = nil, uscc: String? = nil,
    region: String? = nil, traceparent: String? = nil
  ) {
    self.subject = subject
    self.role = role
    self.organisation = organisation
    self.uscc = uscc
    self.region = region
    self.traceparent = traceparent
  }

  /// The service itself.
  public static func system(_ name: String) -> Actor {
    Actor(subject: "system:\(name)", role: .service)
  }
}
