/// Token buckets of many clients, as one number each: the generic cell rate algorithm (ITU-T I.371,
/// annex A). A bucket holds a minute's worth of requests and fills evenly.
///
/// At most `clientsMaximum` buckets are kept. A full bucket is as good as none, so those are what makes
/// room; a bucket that was drawn from is kept until it is full again, whoever else comes. Where no room
/// can be made, newcomers share one bucket of each kind: they may be refused for what others of them do,
/// but no client gets a fresh bucket by sending under many names, or because many others came.
struct RateBuckets {
  /// Whose bucket, of which kind.
  struct Key: Hashable {
    var client: String
    var kind: RateClass
  }

  /// What a bucket holds is what fills it in this time.
  static let windowNanoseconds: Int64 = 60_000_000_000
  /// Between two searches for full buckets: each goes through all of them.
  static let searchNanoseconds: Int64 = 1_000_000_000

  private let clientsMaximum: Int
  /// When each bucket will be full again.
  private var fullAt: [Key: Int64] = [:]
  /// The buckets that newcomers share.
  private var sharedFullAt: [RateClass: Int64] = [:]
  private var searchedAt: Int64?

  init(clientsMaximum: Int) { self.clientsMaximum = clientsMaximum }

  /// How many buckets are kept.
  var count: Int { fullAt.count }

  /// Draws one request from a bucket.
  ///
  /// - Parameters:
  ///   - perMinute: what fills the bucket in a minute; positive.
  ///   - now: nanoseconds of a clock that never goes back.
  ///   - isTrial: only looks whether there is one.
  /// - Returns: nil, or how long it takes until there is one, in nanoseconds; nothing is drawn then.
  mutating func take(
    _ key: Key, perMinute: Int, at now: Int64, isTrial: Bool = false
  ) -> Int64? {
    let cost = Self.windowNanoseconds / Int64(perMinute)
    let isShared = fullAt[key] == nil && !makeRoom(at: now)
    let before = isShared ? sharedFullAt[key.kind] : fullAt[key]
    let after = max(before ?? now, now) + cost
    guard after - now <= Self.windowNanoseconds else {
      return after - now - Self.windowNanoseconds
    }
    guard !isTrial else { return nil }
    if isShared { sharedFullAt[key.kind] = after } else { fullAt[key] = after }
    return nil
  }

  /// Whether there is room for one more bucket, after those that are full were forgotten if need be.
  private mutating func makeRoom(at now: Int64) -> Bool {
    if fullAt.count < clientsMaximum { return true }
    if let searchedAt, now - searchedAt < Self.searchNanoseconds { return false }
    searchedAt = now
    fullAt = fullAt.filter { $0.value > now }
    return fullAt.count < clientsMaximum
  }
}
