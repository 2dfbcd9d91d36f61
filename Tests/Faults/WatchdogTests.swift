import Testing

@Suite("Runs that take too long")
struct WatchdogTests {
  @Test("one that hangs is told with its last steps, one that has ended is not")
  func tells() async {
    let (told, teller) = AsyncStream<[String]>.makeStream()
    let long = 600_000
    let ended = Watchdog(milliseconds: long) { teller.yield($0) }
    ended.note("ended")
    ended.stop()
    ended.expire()
    let hanging = Watchdog(milliseconds: long) { teller.yield($0) }
    hanging.note("one")
    hanging.note("two")
    hanging.expire()
    let steps = await told.first { _ in true } ?? []
    #expect(steps.map { $0.split(separator: " ").last } == ["one", "two"])
  }

  @Test("the time is over by itself")
  func timer() async {
    let (told, teller) = AsyncStream<[String]>.makeStream()
    let watchdog = Watchdog(milliseconds: 1) { teller.yield($0) }
    #expect(await told.first { _ in true } == [])
    withExtendedLifetime(watchdog) {}
  }
}
