import Domain

extension PreparedBatch {
  /// Decides one need with its near misses.
  func runNear(
    _ need: Int, _ place: Int, _ scratch: BatchScratch, _ result: BatchResult
  ) {
    let view = scratch.view
    guard let near = view.near else { return }
    let priceClass = view.priceClass(need, place, scratch.classes.base)
    let order = view.orders[0].costs == nil ? 0 : priceClass
    let offsets = UnsafePointer(scratch.offsets.base + place)
    Self.count(view.orders[order], view, near, offsets, scratch)
    if flags.base[need] & Self.isUnknown != 0 {
      setUnknowns(indexes[order], place, scratch)
    } else {
      for word in 0..<view.width { scratch.open.base[word] = 0 }
    }
    var rules: [Int: Int]?
    if view.hasResidual { rules = judgeResidualNear(need, indexes[order], scratch) }
    let eligible = Rows.count(scratch.passing.base, width: view.width)
    result.eligible.base[need] = Int32(truncatingIfNeeded: eligible)
    result.needsInfo.base[need] = Int32(
      truncatingIfNeeded: Rows.count(scratch.open.base, width: view.width))
    let nearCount = Rows.count(scratch.near.base, width: view.width)
    result.near.base[need] = Int32(truncatingIfNeeded: nearCount)
    if let verdicts = result.verdicts {
      verdicts.note(need, scratch, indexes[order], shared, priceClass: priceClass, view: view)
    }
    rank(
      need, scratch.passing.base, eligible: eligible, priceClass: priceClass, order: order,
      scratch, result)
    let limit = result.topLimit
    let top = result.nearMisses.base + need &* limit
    var found = 0
    if nearCount > 0, limit > 0 {
      if let costs = view.orders[order].costs,
        view.orders[order].sortedCount == view.orders[order].count
      {
        found = takeNearest(view.orders[order], costs, near, offsets, rules, scratch, top, limit)
      } else {
        nearest(need, priceClass, order, near, offsets, rules, scratch, top, &found, limit: limit)
      }
    }
    while found < limit {
      top[found] = .empty
      found &+= 1
    }
  }

  /// Which products fail no rule, and which one; what fails a rule is kept, to see by which.
  @inline(__always)
  private static func count(
    _ order: BatchView.Order, _ view: BatchView, _ near: BatchView.Near,
    _ offsets: UnsafePointer<Int32>, _ scratch: BatchScratch
  ) {
    let size = BatchScratch.blockSize
    let partsStart = near.wholeCount
    let coverageStart = partsStart &+ near.amountMinCount
    var column = 0
    // Two octets at a time where the row has them: each offset is then read once for both.
    while column < view.width {
      let second = column &+ 16 <= view.width ? 8 : 0
      let words = order.words + column
      var counts = OctetPair()
      var table = 0
      while table < partsStart {
        let row = words + Int(offsets[table &* size])
        counts.add(Octet.at(row), Octet.at(row + second))
        table &+= 1
      }
      var amountMin = OctetPair()
      while table < coverageStart {
        let row = words + Int(offsets[table &* size])
        amountMin.join(Octet.at(row), Octet.at(row + second))
        table &+= 1
      }
      var coverage = OctetPair()
      while table < view.tableCount {
        let row = words + Int(offsets[table &* size])
        coverage.join(Octet.at(row), Octet.at(row + second))
        table &+= 1
      }
      counts.add(amountMin.first, amountMin.second)
      counts.add(coverage.first, coverage.second)
      let all = (Octet.at(order.all + column), Octet.at(order.all + column + second))
      // The second octet is stored first: where there is none it is the first once more.
      store(all.1 & ~counts.second, scratch.passing.base + column + second)
      store(counts.second & ~counts.secondTwice, scratch.near.base + column + second)
      store(amountMin.second, scratch.amountMin.base + column + second)
      store(coverage.second, scratch.coverage.base + column + second)
      store(all.0 & ~counts.first, scratch.passing.base + column)
      store(counts.first & ~counts.firstTwice, scratch.near.base + column)
      store(amountMin.first, scratch.amountMin.base + column)
      store(coverage.first, scratch.coverage.base + column)
      column &+= 8 &+ second
    }
  }

  /// Takes what waits for an unknown fact out of what passes and what is near.
  private func setUnknowns(_ index: KernelIndex, _ place: Int, _ scratch: BatchScratch) {
    guard let fails = failTables else { return }
    for column in stride(from: 0, to: index.width, by: 8) {
      let unknown = unknowns(
        UnsafePointer(index.words.base) + column, fails, place, scratch,
        amountMin: Octet.at(scratch.amountMin.base + column),
        coverage: Octet.at(scratch.coverage.base + column))
      let passing = Octet.at(scratch.passing.base + column)
      let near = Octet.at(scratch.near.base + column)
      Self.store(passing & unknown, scratch.open.base + column)
      Self.store(passing & ~unknown, scratch.passing.base + column)
      Self.store(near & ~unknown, scratch.near.base + column)
    }
  }

  @inline(__always)
  private static func store(_ octet: Octet, _ words: UnsafeMutablePointer<UInt64>) {
    UnsafeMutableRawPointer(words).storeBytes(of: octet, as: Octet.self)
  }

  private func unknowns(
    _ words: UnsafePointer<UInt64>, _ fails: FailTables, _ place: Int, _ scratch: BatchScratch,
    amountMin: Octet, coverage: Octet
  ) -> Octet {
    var whole = Octet(repeating: 0)
    var minimum = whole
    var covered = whole
    let size = BatchScratch.blockSize
    for number in 0..<tables.count {
      let table = tables.tables.base[number]
      let column =
        table.choiceCount == 0
        ? table.column : tables.choices.base[Int(table.firstChoice)].column
      guard scratch.classes.base[Int(column) * size + place] == 0 else { continue }
      let uses = Octet.at(
        words + Int(table.start) + Int(fails.usesRows[number]) * Int(table.width))
      if number < fails.wholeCount {
        whole |= uses
      } else if number < fails.wholeCount + fails.amountMinCount {
        minimum |= uses
      } else {
        covered |= uses
      }
    }
    return whole | (minimum & ~amountMin) | (covered & ~coverage)
  }

  /// - Returns: by bit, the rules by which products for the plain rules nearly pass.
  private func judgeResidualNear(
    _ need: Int, _ index: KernelIndex, _ scratch: BatchScratch
  ) -> [Int: Int] {
    var rules: [Int: Int] = [:]
    var view: FactView?
    let (passing, open, near) = (
      scratch.passing.base, scratch.open.base, scratch.near.base
    )
    let asked = column(kernel.amountColumn)[need]
    for word in 0..<index.width {
      // What fails two rules in rows is neither open nor near.
      var rest = (passing[word] | open[word] | near[word]) & index.residual.base[word]
      while rest != 0 {
        let bit = rest.trailingZeroBitCount
        rest &= rest &- 1
        let facts = view ?? batch.view(of: need)
        view = facts
        let mask = UInt64(1) << UInt64(bit)
        passing[word] &= ~mask
        open[word] &= ~mask
        near[word] &= ~mask
        let count = kernel.plainCount(index.order[word << 6 + bit], facts, asked: asked)
        switch count.verdict {
        case .eligible: passing[word] |= mask
        case .needsInfo: open[word] |= mask
        case .ineligible:
          guard let rule = count.nearMissRule else { continue }
          near[word] |= mask
          rules[word << 6 + bit] = rule
        }
      }
    }
    return rules
  }

  /// The first bits left are the nearest. By which rule they fail is asked word by word: the
  /// nearest stand close together.
  @inline(__always)
  private func takeNearest(
    _ order: BatchView.Order, _ costs: UnsafePointer<Int64>, _ near: BatchView.Near,
    _ offsets: UnsafePointer<Int32>, _ rules: [Int: Int]?, _ scratch: BatchScratch,
    _ top: UnsafeMutablePointer<BatchNearMiss>, _ limit: Int
  ) -> Int {
    var found = 0
    var word = 0
    while word < scratch.view.width, found < limit {
      var rest = scratch.near.base[word]
      let start = found
      var mask: UInt64 = 0
      while rest != 0, found < limit {
        let place = rest.trailingZeroBitCount
        let bit = word &<< 6 &+ place
        mask |= rest & (0 &- rest)
        rest &= rest &- 1
        let offer = order.offers + bit
        let next = near.criteriaCounts[Int(offer.pointee.place)]
        let isMinimum =
          scratch.amountMin.base[word] &>> UInt64(truncatingIfNeeded: place) & 1 == 1
        top[found] = BatchNearMiss(
          costPPM: costs[bit], product: offer.pointee.product,
          rule: isMinimum ? next &+ 1 : next &+ 2)
        found &+= 1
      }
      if mask != 0 {
        Self.name(mask, word, order, near, offsets, top + start)
        if let rules {
          for place in start..<found {
            let bit = word &<< 6 &+ Self.bit(place &- start, of: mask)
            if let rule = rules[bit] { top[place].rule = Int32(rule) }
          }
        }
      }
      word &+= 1
    }
    return found
  }

  /// Sets the rules of the misses whose bits of a word are in `mask`.
  @inline(__always)
  private static func name(
    _ mask: UInt64, _ word: Int, _ order: BatchView.Order, _ near: BatchView.Near,
    _ offsets: UnsafePointer<Int32>, _ misses: UnsafeMutablePointer<BatchNearMiss>
  ) {
    let words = order.words + word
    let places = order.failPlaces + word &<< 6
    var table = 0
    while table < near.wholeCount {
      var fails = words[Int(offsets[table &* BatchScratch.blockSize])] & mask
      while fails != 0 {
        let lowest = fails & (0 &- fails)
        let miss = (mask & (lowest &- 1)).nonzeroBitCount
        misses[miss].rule = Int32(
          places[table &* order.count &+ fails.trailingZeroBitCount])
        fails &= fails &- 1
      }
      table &+= 1
    }
  }

  /// The place of the n-th bit that is set.
  private static func bit(_ number: Int, of mask: UInt64) -> Int {
    var rest = mask
    for _ in 0..<number { rest &= rest &- 1 }
    return rest.trailingZeroBitCount
  }

  /// The cheapest near misses where costs do not follow the order.
  private func nearest(
    _ need: Int, _ priceClass: Int, _ order: Int, _ near: BatchView.Near,
    _ offsets: UnsafePointer<Int32>, _ rules: [Int: Int]?, _ scratch: BatchScratch,
    _ top: UnsafeMutablePointer<BatchNearMiss>, _ found: inout Int, limit: Int
  ) {
    let bits = scratch.near.base
    let of = scratch.view.orders[order]
    var view: FactView?
    for word in 0..<scratch.view.width {
      var rest = bits[word]
      while rest != 0 {
        let bit = word &<< 6 &+ rest.trailingZeroBitCount
        rest &= rest &- 1
        let cost: Int64
        if let costs = of.costs, bit < of.sortedCount {
          // In the order of cost and code the first are the nearest.
          if found == limit, costs[bit] > top[limit &- 1].costPPM { continue }
          cost = costs[bit]
        } else {
          cost = sharedCost(need, bit, priceClass, order, scratch, &view)
        }
        let offer = of.offers + bit
        var miss = BatchNearMiss(costPPM: cost, product: offer.pointee.product, rule: 0)
        if found == limit, !miss.isNearer(than: top[limit &- 1]) { continue }
        miss.rule = Int32(
          rules?[bit]
            ?? Self.failedRule(
              bit, Int(offer.pointee.place), of, near, offsets,
              amountMin: scratch.amountMin.base))
        insert(miss, top, &found, limit: limit)
      }
    }
  }

  /// The one rule of a near miss that fails.
  private static func failedRule(
    _ bit: Int, _ place: Int, _ order: BatchView.Order, _ near: BatchView.Near,
    _ offsets: UnsafePointer<Int32>, amountMin: UnsafePointer<UInt64>
  ) -> Int {
    let words = order.words + (bit >> 6)
    let shift = UInt64(bit & 63)
    for table in 0..<near.wholeCount
    where words[Int(offsets[table * BatchScratch.blockSize])] >> shift & 1 == 1 {
      return Int(order.failPlaces[table * order.count + bit])
    }
    let next = Int(near.criteriaCounts[place])
    return amountMin[bit >> 6] >> shift & 1 == 1 ? next + 1 : next + 2
  }

  @inline(__always)
  private func insert(
    _ miss: BatchNearMiss, _ top: UnsafeMutablePointer<BatchNearMiss>, _ found: inout Int,
    limit: Int
  ) {
    var place = found < limit ? found : limit &- 1
    while place > 0, miss.isNearer(than: top[place &- 1]) {
      top[place] = top[place &- 1]
      place &-= 1
    }
    top[place] = miss
    if found < limit { found &+= 1 }
  }
}

extension BatchNearMiss {
  /// Cost ascending (not published last), code.
  @inline(__always)
  func isNearer(than other: BatchNearMiss) -> Bool {
    costPPM != other.costPPM ? costPPM < other.costPPM : product < other.product
  }
}

/// Two octets of bits, and which of them were set before.
private struct OctetPair {
  var first = Octet(repeating: 0)
  var second = Octet(repeating: 0)
  var firstTwice = Octet(repeating: 0)
  var secondTwice = Octet(repeating: 0)

  /// Sets bits, noting those that are set already.
  @inline(__always)
  mutating func add(_ one: Octet, _ two: Octet) {
    firstTwice |= first & one
    secondTwice |= second & two
    first |= one
    second |= two
  }

  @inline(__always)
  mutating func join(_ one: Octet, _ two: Octet) {
    first |= one
    second |= two
  }
}
