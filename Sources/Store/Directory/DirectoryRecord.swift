import Domain

/// What an entry of the directory says: all that may be edited.
public struct DirectoryDetails: Sendable, Hashable {
  public var kind: DirectoryKind
  public var nameChinese: String
  public var nameEnglish: String?
  /// GB/T 2260 codes of what it serves, sorted; none: the whole country.
  public var regions: [String]
  /// The region of its office.
  public var seat: String?
  /// In the order of `DirectoryService.allCases`.
  public var services: [DirectoryService]
  /// Of the office, never of a person; so are the three below.
  public var phone: String?
  public var address: String?
  public var webSite: String?
  public var email: String?
  public var introChinese: String?
  public var introEnglish: String?
  public var source: DirectorySource

  public init(
    kind: DirectoryKind, nameChinese: String, nameEnglish: String? = nil, regions: [String] = [],
    seat: String? = nil, services: [DirectoryService] = [], phone: String? = nil,
    address: String? = nil, webSite: String? = nil, email: String? = nil,
    introChinese: String? = nil, introEnglish: String? = nil, source: DirectorySource
  ) {
    self.kind = kind
    self.nameChinese = nameChinese
    self.nameEnglish = nameEnglish
    self.regions = regions
    self.seat = seat
    self.services = services
    self.phone = phone
    self.address = address
    self.webSite = webSite
    self.email = email
    self.introChinese = introChinese
    self.introEnglish = introEnglish
    self.source = source
  }
}

/// Where an entry was read.
public struct DirectorySource: Sendable, Hashable {
  public var document: String
  public var clause: String?
  public var url: String?
  /// How sure that is, by the tags of the catalog (`SEED`, `L`, `S`, `B`, `G`, `K`, `?`).
  public var tag: String
  /// Nil where nobody said when.
  public var observedOn: LegalDate?

  public init(
    document: String, clause: String? = nil, url: String? = nil, tag: String,
    observedOn: LegalDate? = nil
  ) {
    self.document = document
    self.clause = clause
    self.url = url
    self.tag = tag
    self.observedOn = observedOn
  }
}

/// One entry of the directory as it stands.
public struct DirectoryRecord: Sendable, Hashable {
  public var id: InstitutionID
  /// The code products name their institution by.
  public var code: String
  public var details: DirectoryDetails
  public var status: DirectoryStatus
  /// Nil while it is listed.
  public var unlistedReason: String?
  /// Counts the changes.
  public var version: Int
  public var createdAt: Instant
  /// Subject of the token, or `system:…`.
  public var createdBy: String
  public var updatedAt: Instant
  public var updatedBy: String

  public init(
    id: InstitutionID, code: String, details: DirectoryDetails,
    status: DirectoryStatus = .listed, unlistedReason: String? = nil, version: Int = 1,
    createdAt: Instant, createdBy: String, updatedAt: Instant, updatedBy: String
  ) {
    self.id = id
    self.code = code
    self.details = details
    self.status = status
    self.unlistedReason = unlistedReason
    self.version = version
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.updatedAt = updatedAt
    self.updatedBy = updatedBy
  }
}

/// Which entries are asked for; nil asks nothing.
public struct DirectoryFilter: Sendable, Hashable {
  /// Every word must stand in code, names, address or introduction.
  public var words: [String]
  /// GB/T 2260 digits without trailing `00` pairs: entries that serve it, a part of it, or the whole
  /// country.
  public var region: String?
  public var kind: DirectoryKind?
  public var service: DirectoryService?
  public var status: DirectoryStatus

  public init(
    words: [String] = [], region: String? = nil, kind: DirectoryKind? = nil,
    service: DirectoryService? = nil, status: DirectoryStatus = .listed
  ) {
    self.words = words
    self.region = region
    self.kind = kind
    self.service = service
    self.status = status
  }
}
