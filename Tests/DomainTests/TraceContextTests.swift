import Domain
import Testing

@Suite("Trace context")
struct TraceContextTests {
  private let ids = IdentifierSource()
  private static let header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  @Test("a well-formed traceparent is read and written back unchanged")
  func roundTrip() throws {
    let trace = try #require(TraceContext(Self.header))
    #expect(trace.traceID == "0af7651916cd43dd8448eb211c80319c")
    #expect(trace.spanID == "b7ad6b7169203331")
    #expect(trace.traceparent == Self.header)
  }

  @Test(
    "what is not of the form starts no trace",
    arguments: [
      "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
      "00-00000000000000000000000000000000-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
      "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
      "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ])
  func malformed(_ text: String) { #expect(TraceContext(text) == nil) }

  @Test("a later version is read by its beginning")
  func laterVersion() throws {
    let later = "cc" + Self.header.dropFirst(2) + "-what-comes-later"
    #expect(try #require(TraceContext(later)).traceparent == Self.header)
  }

  @Test("a child stays in the trace with a span of its own, and a root begins a new trace")
  func children() throws {
    let parent = try #require(TraceContext(Self.header))
    let child = parent.child(ids)
    #expect(child.traceID == parent.traceID && child.spanID != parent.spanID)
    #expect(child.flags == parent.flags)
    let root = TraceContext.root(ids)
    #expect(TraceContext(root.traceparent) == root, "a root is well formed")
    #expect(root.traceID != parent.traceID)
    #expect(TraceContext.entering(Self.header, ids).traceID == parent.traceID)
    #expect(TraceContext.entering("nonsense", ids).traceID != parent.traceID)
    #expect(Set((0..<1_000).map { _ in parent.child(ids).spanID }).count == 1_000)
  }

  @Test("an event is entered in its own trace, and one without gets one")
  func events() throws {
    var event = Event(
      id: ids.next(), type: .needSubmitted, key: "k", subject: "s",
      time: Instant(microseconds: 0), sequence: 1, traceparent: Self.header, data: [:])
    #expect(event.entered(ids).trace?.traceID == event.trace?.traceID)
    #expect(event.entered(ids).trace?.spanID != event.trace?.spanID)
    event.traceparent = nil
    #expect(event.entered(ids).trace != nil)
  }
}
