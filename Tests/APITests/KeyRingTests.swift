import Application
import Domain
import Logging
import Synchronization
import Testing

@testable import API

@Suite("Keys of an identity provider")
struct KeyRingTests {
  /// An identity provider whose keys change, seen by a clock that is moved by hand.
  final class Provider: Sendable {
    private struct State {
      var issuers: [TokenIssuer] = []
      var isAway = false
      var document: [UInt8]?
      var readings = 0
      var now = Harness.now
    }

    private let state = Mutex(State())

    var clock: WallClock { WallClock { self.state.withLock { $0.now } } }
    var readings: Int { state.withLock { $0.readings } }

    func advance(seconds: Int64) {
      state.withLock { $0.now = $0.now.adding(milliseconds: seconds * 1_000) }
    }

    func go(away isAway: Bool) { state.withLock { $0.isAway = isAway } }

    /// What is served instead of a key set.
    func serve(_ document: [UInt8]?) { state.withLock { $0.document = document } }

    /// Serves the keys of these only.
    func use(_ issuers: [TokenIssuer]) { state.withLock { $0.issuers = issuers } }

    func issuer() -> TokenIssuer {
      .ephemeral(issuer: Harness.issuerName, audience: Harness.audience, clock: clock)
    }

    func read() throws -> [UInt8] {
      try state.withLock { state in
        state.readings += 1
        if state.isAway { throw ProviderAway() }
        if let document = state.document { return document }
        return JSON.object([
          "keys": .array(state.issuers.flatMap { $0.publicKeySet["keys"]?.arrayValue ?? [] })
        ]).canonicalBytes
      }
    }
  }

  struct ProviderAway: Error {}

  private func authenticator(_ provider: Provider) -> (Authenticator, KeyRing) {
    let ring = KeyRing(
      reading: { try provider.read() }, clock: provider.clock,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    return (
      Authenticator(
        keys: ring, issuer: Harness.issuerName, audience: Harness.audience, clock: provider.clock),
      ring
    )
  }

  private func token(_ issuer: TokenIssuer) async throws -> String {
    try await issuer.issue(role: .operator, subject: "tester", ttlSeconds: 3 * 86_400)
  }

  /// What a token is answered with; nil when it is taken.
  private func refusal(_ authenticator: Authenticator, _ token: String) async -> String? {
    do {
      _ = try await authenticator.actor(authorization: ["Bearer \(token)"])
      return nil
    } catch let problem as Problem {
      return problem.code
    } catch {
      return "\(error)"
    }
  }

  @Test("a new key is taken with its first token, and one that is no longer served stops counting")
  func rotation() async throws {
    let provider = Provider()
    let (old, new) = (provider.issuer(), provider.issuer())
    provider.use([old])
    let (authenticator, ring) = authenticator(provider)
    let (first, second) = (try await token(old), try await token(new))
    #expect(await refusal(authenticator, first) == nil)
    #expect(provider.readings == 1)
    provider.use([old, new])
    provider.advance(seconds: 31)
    #expect(await refusal(authenticator, second) == nil)
    #expect(await refusal(authenticator, first) == nil)
    #expect(provider.readings == 2)
    provider.use([new])
    #expect(await refusal(authenticator, first) == nil)
    #expect(await ring.refresh())
    #expect(await refusal(authenticator, first) == "token_invalid")
    #expect(await refusal(authenticator, second) == nil)
  }

  @Test("made-up key names make the service read once in a while only, however many come")
  func flood() async throws {
    let provider = Provider()
    let known = provider.issuer()
    provider.use([known])
    let (authenticator, _) = authenticator(provider)
    #expect(await refusal(authenticator, try await token(known)) == nil)
    var forged: [String] = []
    for _ in 0..<20 { forged.append(try await token(provider.issuer())) }
    provider.advance(seconds: 31)
    for _ in 0..<3 {
      await withTaskGroup(of: String?.self) { group in
        for token in forged { group.addTask { await refusal(authenticator, token) } }
        for await refusal in group { #expect(refusal == "token_invalid") }
      }
    }
    #expect(provider.readings == 2)
    provider.advance(seconds: 31)
    #expect(await refusal(authenticator, forged[0]) == "token_invalid")
    #expect(provider.readings == 3)
  }

  @Test("while the provider is away the keys stay; after a day of it none count, and it is told")
  func away() async throws {
    let provider = Provider()
    let issuer = provider.issuer()
    provider.use([issuer])
    let (authenticator, ring) = authenticator(provider)
    #expect(!ring.isReady)
    provider.go(away: true)
    let good = try await token(issuer)
    #expect(await refusal(authenticator, good) == "unavailable")
    provider.go(away: false)
    #expect(await refusal(authenticator, good) == "unavailable")
    provider.advance(seconds: 31)
    #expect(await refusal(authenticator, good) == nil)
    #expect(ring.isReady)
    provider.go(away: true)
    provider.advance(seconds: 86_399)
    #expect(await !ring.refresh())
    #expect(await refusal(authenticator, good) == nil)
    provider.advance(seconds: 2)
    #expect(await refusal(authenticator, good) == "unavailable")
    #expect(!ring.isReady)
    provider.go(away: false)
    #expect(await ring.refresh())
    #expect(await refusal(authenticator, good) == nil)
  }

  @Test(
    "a document that is no key set leaves the keys as they are",
    arguments: [
      "", "{}", "{\"keys\":[]}", "<html>",
      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"AA\"}]}",
    ])
  func badDocument(_ text: String) async throws {
    let provider = Provider()
    let issuer = provider.issuer()
    provider.use([issuer])
    let (authenticator, ring) = authenticator(provider)
    let good = try await token(issuer)
    #expect(await refusal(authenticator, good) == nil)
    provider.serve(Array(text.utf8))
    #expect(await !ring.refresh())
    #expect(await refusal(authenticator, good) == nil)
    #expect(authenticator.publicKeys == issuer.publicKeySet)
  }
}
