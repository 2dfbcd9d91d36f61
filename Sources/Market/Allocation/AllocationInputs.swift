import Domain

/// Everything a batch is allocated from, in a form that is kept: the same inputs come to the same
/// outcome, whenever that is asked.
public struct AllocationInputs: Hashable, Sendable {
  public struct Institution: Hashable, Sendable {
    public let code: String
    /// Offers it may still take; nil without a limit.
    public let room: Int?
    public let preferences: [AllocationMarket.Preference]
    /// Offers it is behind what an even share would be before this batch; negative when ahead.
    public let behind: Int

    public init(
      code: String, room: Int?, preferences: [AllocationMarket.Preference], behind: Int
    ) {
      self.code = code
      self.room = room.map { max(0, $0) }
      self.preferences = preferences
      self.behind = behind
    }
  }

  public struct Product: Hashable, Sendable {
    public let code: String
    /// Place of its institution.
    public let institution: Int
    public let room: Int?

    public init(code: String, institution: Int, room: Int?) {
      self.code = code
      self.institution = institution
      self.room = room.map { max(0, $0) }
    }
  }

  /// A product that a need qualifies for.
  public struct Choice: Hashable, Sendable {
    /// Place of the product.
    public let product: Int
    /// Place in the ranking of the need's run, from 1.
    public let place: Int
    public let costPpm: Int64?
    public let coveragePpm: Int
    /// Whether its institution has or had the need.
    public let wasAsked: Bool

    public init(product: Int, place: Int, costPpm: Int64?, coveragePpm: Int, wasAsked: Bool) {
      self.product = product
      self.place = place
      self.costPpm = costPpm
      self.coveragePpm = min(max(0, coveragePpm), 1_000_000)
      self.wasAsked = wasAsked
    }
  }

  public struct Need: Hashable, Sendable {
    public let id: NeedID
    public let version: Int
    /// The run its choices are those of.
    public let run: RunID
    public let pool: Int
    public let since: Instant
    /// Institutions it still wants.
    public let offers: Int
    public let choices: [Choice]

    public init(
      id: NeedID, version: Int, run: RunID, pool: Int, since: Instant, offers: Int,
      choices: [Choice]
    ) {
      self.id = id
      self.version = version
      self.run = run
      self.pool = pool
      self.since = since
      self.offers = offers
      self.choices = choices
    }
  }

  public let seed: UInt64
  public let institutions: [Institution]
  public let products: [Product]
  /// By identifier.
  public let needs: [Need]

  public init(seed: UInt64, institutions: [Institution], products: [Product], needs: [Need]) {
    self.seed = seed
    self.institutions = institutions
    self.products = products
    self.needs = needs.sorted { $0.id < $1.id }
  }
}

// MARK: As it is kept

extension AllocationInputs {
  /// RFC 8785 JSON of codes and numbers; a choice is
  /// `[product, place, effective ppm, coverage ppm, whether its institution was asked before]`.
  public var json: JSON {
    [
      "seed": .int(Int64(bitPattern: seed)),
      "institutions": .array(
        institutions.map {
          [
            "code": .string($0.code), "room": .optional($0.room.map(Int64.init)),
            "preferences": .array($0.preferences.map { .string($0.rawValue) }),
            "behind": .int(Int64($0.behind)),
          ]
        }),
      "products": .array(
        products.map {
          [
            "code": .string($0.code), "institution": .int(Int64($0.institution)),
            "room": .optional($0.room.map(Int64.init)),
          ]
        }),
      "needs": .array(
        needs.map {
          [
            "id": .string($0.id.text), "version": .int(Int64($0.version)),
            "run": .string($0.run.text), "pool": .int(Int64($0.pool)),
            "since": .string($0.since.text), "offers": .int(Int64($0.offers)),
            "choices": .array($0.choices.map(\.json)),
          ]
        }),
    ]
  }

  /// What `json` wrote; nil for anything else.
  public init?(json: JSON) {
    guard let seed = json["seed"]?.intValue,
      let institutions = Self.list(json["institutions"], of: Institution.init(json:)),
      let products = Self.list(json["products"], of: Product.init(json:)),
      let needs = Self.list(json["needs"], of: Need.init(json:))
    else { return nil }
    self.init(
      seed: UInt64(bitPattern: seed), institutions: institutions, products: products, needs: needs)
  }

  fileprivate static func list<Element>(
    _ json: JSON?, of read: (JSON) -> Element?
  ) -> [Element]? {
    guard let elements = json?.arrayValue else { return nil }
    let list = elements.compactMap(read)
    return list.count == elements.count ? list : nil
  }

  /// A number that may be null; nil when there is neither.
  fileprivate static func number(_ json: JSON?) -> Int64?? {
    switch json {
    case .null?: .some(nil)
    case .int(let value)?: .some(value)
    default: nil
    }
  }
}

extension AllocationInputs.Institution {
  fileprivate init?(json: JSON) {
    guard let code = json["code"]?.stringValue,
      let room = AllocationInputs.number(json["room"]), let behind = json["behind"]?.intValue,
      let preferences = AllocationInputs.list(
        json["preferences"],
        of: { $0.stringValue.flatMap(AllocationMarket.Preference.init(rawValue:)) })
    else { return nil }
    self.init(
      code: code, room: room.map { Int($0) }, preferences: preferences, behind: Int(behind))
  }
}

extension AllocationInputs.Product {
  fileprivate init?(json: JSON) {
    guard let code = json["code"]?.stringValue, let institution = json["institution"]?.intValue,
      let room = AllocationInputs.number(json["room"])
    else { return nil }
    self.init(code: code, institution: Int(institution), room: room.map { Int($0) })
  }
}

extension AllocationInputs.Choice {
  fileprivate var json: JSON {
    [
      .int(Int64(product)), .int(Int64(place)), .optional(costPpm), .int(Int64(coveragePpm)),
      .bool(wasAsked),
    ]
  }

  fileprivate init?(json: JSON) {
    guard let parts = json.arrayValue, parts.count == 5, let product = parts[0].intValue,
      let place = parts[1].intValue, let cost = AllocationInputs.number(parts[2]),
      let coverage = parts[3].intValue, let wasAsked = parts[4].boolValue
    else { return nil }
    self.init(
      product: Int(product), place: Int(place), costPpm: cost, coveragePpm: Int(coverage),
      wasAsked: wasAsked)
  }
}

extension AllocationInputs.Need {
  fileprivate init?(json: JSON) {
    guard let id = json["id"]?.stringValue.flatMap({ NeedID($0) }),
      let version = json["version"]?.intValue,
      let run = json["run"]?.stringValue.flatMap({ RunID($0) }),
      let pool = json["pool"]?.intValue,
      let since = json["since"]?.stringValue.flatMap({ Instant($0) }),
      let offers = json["offers"]?.intValue,
      let choices = AllocationInputs.list(
        json["choices"], of: AllocationInputs.Choice.init(json:))
    else { return nil }
    self.init(
      id: id, version: Int(version), run: run, pool: Int(pool), since: since, offers: Int(offers),
      choices: choices)
  }
}
