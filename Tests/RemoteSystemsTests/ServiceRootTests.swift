import Testing

@testable import RemoteSystems

@Suite("Links of answers")
struct ServiceRootTests {
    @Test(
        "links within the service are followed",
        arguments: [
            "https://api.example/v2.0/prod/api/v2.0/customers?$skiptoken=a%2F..%2Fb",
            "https://API.example:443/v2.0/Prod/x", "/v2.0/prod/customers?aid=FIN",
        ])
    func admitted(link: String) throws {
        let root = try #require(ServiceRoot("https://api.example/v2.0/prod/"))
        #expect(root.admitted(link) != nil)
    }

    @Test(
        "links that lead anywhere else are refused",
        arguments: [
            "http://api.example/v2.0/prod/x", "https://elsewhere.example/v2.0/prod/x",
            "https://api.example.evil.example/v2.0/prod/x", "https://api.example@evil.example/v2.0/prod/x",
            "https://user:pass@api.example/v2.0/prod/x", "https://api.example:8443/v2.0/prod/x",
            "https://169.254.169.254/v2.0/prod/x", "https://[::1]/v2.0/prod/x", "https://localhost/v2.0/prod/x",
            "https://api.example/v2.0/production-of-others/x", "https://api.example/v2.0/prod/../other",
            "https://api.example/v2.0/prod/%2e%2e/other", "https://api.example/v2.0/prod%2f..%2fother",
            "//evil.example/v2.0/prod/x", "/other", "https://api.ex\u{430}mple/v2.0/prod/x",
            "https://api.example\\@evil.example/v2.0/prod/x", "https://api.example/v2.0/prod/x#y",
            "https://api.example/v2.0/prod/x y", "https://api.example/v2.0/prod/\r\nHost: evil", "javascript:alert(1)",
            "", "https://", "https://api.example%00.evil.example/v2.0/prod/x", "https://api.example:99999/v2.0/prod",
        ])
    func refused(link: String) throws {
        let root = try #require(ServiceRoot("https://api.example/v2.0/prod"))
        #expect(root.admitted(link) == nil)
    }

    @Test(
        "plain HTTP goes to this machine alone",
        arguments: [
            ("http://127.0.0.1:8080", true), ("http://127.9.9.9", true), ("http://[::1]:80", true),
            ("http://localhost:8080/x", true), ("http://api.example", false), ("http://127.0.0.1.evil.example", false),
            ("http://0.0.0.0", false), ("http://10.0.0.1", false), ("http://localhost.evil.example", false),
            ("http://127.1", false), ("http://+127.0.0.1", false), ("http://127.0.0.1@evil.example", false),
            ("https://api.example", true),
        ])
    func loopback(address: String, isAllowed: Bool) {
        #expect((ServiceRoot(address) != nil) == isAllowed)
    }
}
