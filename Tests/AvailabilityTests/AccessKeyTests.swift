import Foundation
import Testing

@testable import Availability

@Suite("Access key of the service user")
struct AccessKeyTests {
    private static let key = "c29tZSBsb25nIGtleSBvZiBhIHVzZXI="

    private func header(_ user: String, _ key: String, scheme: String = "Basic") -> String {
        "\(scheme) \(Data("\(user):\(key)".utf8).base64EncodedString())"
    }

    @Test("the user and the key together are admitted, and nothing else is")
    func admitted() throws {
        let access = try AccessKey(user: "form", key: Self.key)
        #expect(access.admits(header("form", Self.key)))
        #expect(access.admits(header("form", Self.key, scheme: "basic")))
        let others: [String?] = [
            nil, "", "Basic", "Basic ???", header("form", Self.key + "x"), header("form", String(Self.key.dropLast())),
            header("form", ""), header("Form", Self.key), header("", Self.key),
            header("form", Self.key, scheme: "Bearer"),
            "Bearer \(Self.key)", "Basic " + String(repeating: "A", count: 4_096),
        ]
        for other in others { #expect(!access.admits(other), "\(other ?? "nothing")") }
    }

    @Test("a key that could be guessed is refused")
    func weak() {
        #expect(throws: ServiceStartError.weakKey(shortest: 16)) { try AccessKey(user: "form", key: "123456789012345") }
        #expect(throws: Never.self) { try AccessKey(user: "form", key: "1234567890123456") }
    }

    @Test("neither name nor key can be read from what is kept")
    func unreadable() throws {
        var text = ""
        dump(try AccessKey(user: "form-of-the-crm", key: Self.key), to: &text)
        #expect(!text.contains(Self.key) && !text.contains("form-of-the-crm"))
    }
}
