import Domain

extension Product {
  /// Ids of the policy parameters its criteria, amount and limit refer to. LPR prices name theirs
  /// by tenor and are no references.
  public var parameterReferences: Set<String> { Set(references.map(\.id)) }

  /// The unit each parameter it refers to must have.
  public var parameterUnits: [String: FactUnit] {
    Dictionary(references.map { ($0.id, $0.unit) }, uniquingKeysWith: { first, _ in first })
  }

  /// The product with the numbers of its parameters in place; its document stays the same.
  /// - Parameter value: the value of a parameter in the product's jurisdiction on the day.
  /// - Returns: nil when one of them has no value, or none that fits its place: the product is then
  ///   not in force.
  public func resolved(_ value: (String) -> Int64?) -> Product? {
    guard !references.isEmpty else { return self }
    var numbers: [String: Int64] = [:]
    for reference in references {
      guard let number = numbers[reference.id] ?? value(reference.id),
        reference.bounds.contains(number)
      else { return nil }
      numbers[reference.id] = number
    }
    func number(_ quantity: Quantity) -> Quantity {
      switch quantity {
      case .number: quantity
      case .parameter(let id): numbers[id].map(Quantity.number) ?? quantity
      }
    }
    return Product(
      code: code, name: name, institution: institution, family: family,
      jurisdiction: jurisdiction, effective: effective, source: source,
      amount: AmountRange(
        minFen: amount.minFen, max: amount.max.map(number), citation: amount.citation),
      tenor: tenor, minCoveragePPM: minCoveragePPM,
      criteria: criteria.map { $0.resolved(numbers) },
      limit: limit?.map { $0.resolved(number) }, pricing: pricing, capacity: capacity,
      advertised: advertised, notes: notes, references: [], json: json)
  }
}

extension Criterion {
  fileprivate func resolved(_ numbers: [String: Int64]) -> Criterion {
    let body: Body =
      switch self.body {
      case .test(let test): .test(test.resolved(numbers))
      case .anyOf(let members): .anyOf(members.map { $0.resolved(numbers) })
      case .allOf(let members): .allOf(members.map { $0.resolved(numbers) })
      }
    return Criterion(id: id, body: body, reason: reason, citation: citation)
  }
}

extension FactTest {
  fileprivate func resolved(_ numbers: [String: Int64]) -> FactTest {
    guard case .parameter(let id) = operand, let number = numbers[id] else { return self }
    return FactTest(fact: fact, op: op, operand: .value(.integer(number)))
  }
}

extension LimitTerm {
  fileprivate func resolved(_ number: (Quantity) -> Quantity) -> LimitTerm {
    let kind: Kind =
      switch self.kind {
      case .cap(let fen): .cap(fen: number(fen))
      case .multiple(let fact, let milli): .multiple(fact: fact, milli: number(milli))
      case .multipleByGrade(let fact, let grade, let milli):
        .multipleByGrade(
          fact: fact, grade: grade, milli: milli.mapValues { $0.map(number) })
      case .advanceRate(let fact, let ppm): .advanceRate(fact: fact, ppm: number(ppm))
      case .share(let fact, let ppm): .share(fact: fact, ppm: number(ppm))
      case .headroom(let capFen, let used): .headroom(capFen: number(capFen), used: used)
      case .fact: self.kind
      }
    return LimitTerm(kind, citation: citation)
  }
}
