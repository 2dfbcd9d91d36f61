import Domain

/// Reads the `limit` of a product: a list of terms.
struct LimitReader {
  /// Most terms of a limit.
  static let maximumCount = 50

  let context: ProductContext
  private(set) var faults: [Fault] = []
  /// References to policy parameters, in the order of the document.
  private(set) var references: [ParameterReference] = []

  init(context: ProductContext) { self.context = context }

  mutating func read(_ elements: [JSON], at pointer: String) -> [LimitTerm] {
    elements.enumerated().compactMap { read($0.element, at: "\(pointer)/\($0.offset)") }
  }

  private mutating func read(_ json: JSON, at pointer: String) -> LimitTerm? {
    var reader = ObjectReader(json, at: pointer)
    let citation = reader.requiredCitation()
    let kind = readKind(&reader)
    faults.append(contentsOf: reader.finish())
    guard let citation, let kind else { return nil }
    return LimitTerm(kind, citation: citation)
  }

  private mutating func readKind(_ reader: inout ObjectReader) -> LimitTerm.Kind? {
    guard let name = reader.requiredString("kind") else { return nil }
    switch name {
    case "cap":
      return reader.requiredQuantity("fen", .fen, in: Bounds.fen, references: &references).map {
        .cap(fen: $0)
      }
    case "multiple":
      let fact = amountFact("fact", &reader)
      let milli = reader.requiredQuantity(
        "milli", .milli, in: Bounds.milli, references: &references)
      return both(fact, milli).map { .multiple(fact: $0, milli: $1) }
    case "multiple_by_grade":
      let fact = amountFact("fact", &reader)
      let grade = enumerationFact("grade", &reader)
      let milli = readMultiples(&reader, grade)
      guard let fact, let grade, let milli else { return nil }
      return .multipleByGrade(fact: fact, grade: grade.path, milli: milli)
    case "advance_rate":
      let fact = amountFact("fact", &reader)
      let ppm = reader.requiredQuantity("ppm", .ppm, in: Bounds.share, references: &references)
      return both(fact, ppm).map { .advanceRate(fact: $0, ppm: $1) }
    case "share":
      let fact = amountFact("fact", &reader)
      let ppm = reader.requiredQuantity("ppm", .ppm, in: Bounds.share, references: &references)
      return both(fact, ppm).map { .share(fact: $0, ppm: $1) }
    case "headroom":
      let cap = reader.requiredQuantity("cap_fen", .fen, in: Bounds.fen, references: &references)
      let used = amountFact("used", &reader)
      return both(cap, used).map { .headroom(capFen: $0, used: $1) }
    case "fact": return amountFact("fact", &reader).map(LimitTerm.Kind.fact)
    default:
      let known =
        "cap, multiple, multiple_by_grade, advance_rate, share, headroom, fact"
      reader.add(
        Fault(
          reader.path("kind"), "unknown_value", zh: "取值应为：\(known)",
          en: "must be one of: \(known)"))
      return nil
    }
  }

  private func both<A, B>(_ first: A?, _ second: B?) -> (A, B)? {
    guard let first, let second else { return nil }
    return (first, second)
  }

  private func amountFact(_ member: String, _ reader: inout ObjectReader) -> String? {
    guard let path = reader.requiredString(member) else { return nil }
    var found: [Fault] = []
    let definition = context.definition(
      path, .integer, unit: .fen, at: reader.path(member), faults: &found)
    reader.add(found)
    return definition?.path
  }

  private func enumerationFact(
    _ member: String, _ reader: inout ObjectReader
  ) -> FactDefinition? {
    guard let path = reader.requiredString(member) else { return nil }
    var found: [Fault] = []
    let definition = context.definition(
      path, .enumeration, at: reader.path(member), faults: &found)
    reader.add(found)
    return definition
  }

  private mutating func readMultiples(
    _ reader: inout ObjectReader, _ grade: FactDefinition?
  ) -> [String: Quantity?]? {
    guard let json = reader.required("milli") else { return nil }
    let pointer = reader.path("milli")
    guard case .object(let members) = json else {
      reader.add(ObjectReader.typeFault(pointer, expected: "object", found: json))
      return nil
    }
    if members.isEmpty {
      reader.add(Fault(pointer, "empty", zh: "不得为空", en: "must not be empty"))
    }
    var nested = ObjectReader(json, at: pointer)
    var multiples: [String: Quantity?] = [:]
    for code in members.keys.sorted() {
      if let grade, !(grade.values ?? []).contains(code) {
        nested.add(.undeclared(nested.path(code), "unknown_value", code))
      }
      multiples.updateValue(
        nested.quantity(code, .milli, in: Bounds.milli, references: &references), forKey: code)
    }
    reader.merge(nested)
    return multiples
  }
}
