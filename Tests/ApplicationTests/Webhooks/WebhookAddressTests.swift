import Testing

@testable import Application

@Suite("Addresses of webhooks")
struct WebhookAddressTests {
  private func refusal(_ text: String, allowsPrivate: Bool = false) -> String? {
    do {
      _ = try WebhookAddress(text, allowsPrivate: allowsPrivate)
      return nil
    } catch {
      return error.code
    }
  }

  @Test(
    "an address of our own network, this machine, a group or a reserved block is never public",
    arguments: [
      "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254",
      "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8",
      "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7",
      "203.0.113.9", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255", "::", "::1",
      "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::808:808", "64:ff9b:1::1",
      "100::1", "2001::1", "2001:0:4137:9e76::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::1",
      "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
    ])
  func closed(_ text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(!address.isPublic)
    let host = text.contains(":") ? "[\(text)]" : text
    #expect(refusal("https://\(host)/x") == "private_address")
    #expect(refusal("https://\(host)/x", allowsPrivate: true) == nil)
  }

  @Test(
    "the addresses beside those blocks are public",
    arguments: [
      "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255",
      "128.0.0.1", "169.253.1.1", "172.15.255.255", "172.32.0.1", "192.0.1.1", "192.167.1.1",
      "192.169.0.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "2606:4700::1111",
      "2001:200::1", "2400:3200::1", "3ffe::1",
    ])
  func open(_ text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(address.isPublic)
    #expect(IPAddress(address.text) == address)
    let host = text.contains(":") ? "[\(text)]" : text
    #expect(refusal("https://\(host)") == nil)
  }

  @Test(
    "what only some resolvers take for an address is none",
    arguments: [
      "127.1", "0x7f.0.0.1", "017700000001", "2130706433", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "",
    ])
  func oddAddresses(_ text: String) {
    #expect(IPAddress(text) == nil)
    #expect(refusal("https://\(text)/") == "url")
    #expect(refusal("http://\(text)/", allowsPrivate: true) == "url")
  }

  @Test(
    "an address that could be read in two ways is refused",
    arguments: [
      "https://", "https:///x", "https:/a.example/", "ftp://a.example/", "a.example",
      "HTTPS://a.example/", "https://user@a.example/", "https://user:word@a.example/",
      "https://a.example@b.example/", "https://a.example/#part", "https://a.example:/",
      "https://a.example:0/", "https://a.example:65536/", "https://a.example:8a/",
      "https://a.example:-1/", "https://a..example/", "https://.example/", "https://a.example./",
      "https://-a.example/", "https://a-.example/", "https://a_b.example/", "https://a b.example/",
      "https://a.example/a b", "https://a.example/\u{7F}", "https://例子.example/",
      "https://a.example\\b.example/", "https://a.example/{x}", "https://[::1/",
      "https://[1.2.3.4]/",
      "https://[fe80::1%25eth0]/", "https://a.example:443:443/", "https://a.example%2eb/",
    ])
  func malformed(_ text: String) {
    #expect(refusal(text) == "url", "\(text)")
    #expect(refusal(text, allowsPrivate: true) == "url", "\(text)")
  }

  @Test("plain http, and names of our own network, are for whoever allows them")
  func allowed() throws {
    #expect(refusal("http://a.example/") == "https")
    for host in ["localhost", "kafka", "a.local", "db.internal", "x.localhost"] {
      #expect(refusal("https://\(host)/") == "private_address")
      #expect(refusal("http://\(host):8080/", allowsPrivate: true) == nil)
    }
    #expect(refusal("https://a.example/" + String(repeating: "x", count: 2_000)) == "url")
  }

  @Test("host, port and path are as they are written, the host in small letters")
  func parts() throws {
    let plain = try WebhookAddress("https://Hooks.Example.com", allowsPrivate: false)
    #expect(plain.text == "https://hooks.example.com/")
    #expect(plain.host == "hooks.example.com" && plain.port == 443 && plain.isSecure)
    let whole = try WebhookAddress("https://a.example:8443/In?k=V&x=%20", allowsPrivate: false)
    #expect(whole.text == "https://a.example:8443/In?k=V&x=%20")
    #expect(whole.port == 8_443)
    let query = try WebhookAddress("https://a.example?k=v", allowsPrivate: false)
    #expect(query.text == "https://a.example/?k=v")
    let six = try WebhookAddress("https://[2606:4700::1111]:443/x", allowsPrivate: false)
    #expect(six.text == "https://[2606:4700::1111]/x" && six.host == "2606:4700::1111")
  }
}
