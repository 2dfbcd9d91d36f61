import Domain

/// What the tokens of a client say it is.
public enum ClientRole: String, Sendable, Hashable, CaseIterable {
  case liaison
  case liaisonManager = "liaison_manager"
  case auditor
}

/// Since when a client gets no token, and why.
public struct ClientDisabling: Sendable, Hashable {
  public var at: Instant
  /// Subject of the token.
  public var by: String
  public var reason: String

  public init(at: Instant, by: String, reason: String) {
    self.at = at
    self.by = by
    self.reason = reason
  }
}

/// A system of an institution that asks for access tokens by itself.
public struct ClientRecord: Sendable, Hashable {
  public var id: ClientID
  /// An institution's code.
  public var institution: String
  public var role: ClientRole
  public var name: String
  /// Counts the changes; the ETag.
  public var version: Int
  public var createdAt: Instant
  /// Subject of the token.
  public var createdBy: String
  public var updatedAt: Instant
  /// Nil while it gets tokens.
  public var disabled: ClientDisabling?

  public init(
    id: ClientID, institution: String, role: ClientRole, name: String, version: Int = 1,
    createdAt: Instant, createdBy: String, updatedAt: Instant, disabled: ClientDisabling? = nil
  ) {
    self.id = id
    self.institution = institution
    self.role = role
    self.name = name
    self.version = version
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.updatedAt = updatedAt
    self.disabled = disabled
  }
}

/// A secret of a client, of which only the digest is known.
public struct ClientSecretRecord: Sendable, Hashable {
  public var id: ClientSecretID
  public var client: ClientID
  /// 1 or 2: as many as count at once.
  public var slot: Int
  /// SHA-256 of the secret's text.
  public var digest: [UInt8]
  public var createdAt: Instant
  /// Subject of the token.
  public var createdBy: String
  public var expiresAt: Instant
  public var revokedAt: Instant?
  /// To the hour.
  public var lastUsedAt: Instant?

  public init(
    id: ClientSecretID, client: ClientID, slot: Int, digest: [UInt8], createdAt: Instant,
    createdBy: String, expiresAt: Instant, revokedAt: Instant? = nil, lastUsedAt: Instant? = nil
  ) {
    self.id = id
    self.client = client
    self.slot = slot
    self.digest = digest
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.expiresAt = expiresAt
    self.revokedAt = revokedAt
    self.lastUsedAt = lastUsedAt
  }

  /// Whether it counts at an instant.
  public func isLive(at instant: Instant) -> Bool { revokedAt == nil && expiresAt > instant }
}

/// Whose clients are asked for.
public enum ClientScope: Sendable, Hashable {
  case everybody
  case institution(String)
  /// Institutions of the directory that serve nothing outside a region, by its prefix.
  case region(String)
}
