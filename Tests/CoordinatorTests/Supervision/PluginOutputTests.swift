import Model
import Testing

@testable import Coordinator

@Suite("What plugins write")
struct PluginOutputTests {
    @Test(
        "secrets are taken out by their shape and by their value",
        arguments: [
            ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer [redacted]"),
            ("authorization: Basic dXNlcjpwYXNz, next", "authorization: Basic [redacted], next"),
            ("client_secret=a~b~c&grant_type=x", "client_secret=[redacted]&grant_type=x"),
            (#"{"access_token":"abc","expires_in":1}"#, #"{"access_token":"[redacted]","expires_in":1}"#),
            ("token eyJhbGciOi.eyJzdWIiOi.c2ln here", "token [redacted] here"),
            ("it said open-sesame twice: open-sesame", "it said [redacted] twice: [redacted]"),
            ("the bearer of bad news", "the bearer [redacted] bad news"),
            ("nothing to hide", "nothing to hide"),
        ])
    func secrets(text: String, shown: String) {
        #expect(Redaction(secrets: ["open-sesame"]).redacted(text.utf8) == shown)
    }

    @Test("what a terminal would obey is shown as unknown")
    func controls() {
        #expect(Redaction().redacted("a\u{1B}[31mb\tc\u{202E}d\u{0}".utf8) == "a\u{FFFD}[31mb c\u{FFFD}d\u{FFFD}")
        #expect(Redaction().redacted("a\u{9B}31mb\u{61C}c\u{2028}d".utf8) == "a\u{FFFD}31mb\u{FFFD}c\u{FFFD}d")
    }

    @Test("text that is not UTF-8 is shown as far as it can be")
    func notText() { #expect(Redaction().redacted([0x61, 0xFF, 0x62]) == "a\u{FFFD}b") }

    @Test("a long text is cut")
    func long() { #expect(Redaction().redacted("abcdef".utf8, limit: 3) == "abc") }

    @Test("the last twenty lines of stderr are kept")
    func lastLines() {
        var lines = ErrorLines(lineLimit: 100, perSecond: 65_536, redaction: Redaction())
        for number in 1...30 { _ = lines.feed(Array("line \(number)\n".utf8), at: .zero) }
        #expect(lines.last == (11...30).map { "line \($0)" })
    }

    @Test("more than the budget of a second is dropped and counted")
    func budget() {
        var lines = ErrorLines(lineLimit: 100, perSecond: 10, redaction: Redaction())
        #expect(lines.feed(Array("12345\n".utf8), at: .zero).lines == ["12345"])
        #expect(lines.feed(Array("678\n90\n".utf8), at: .milliseconds(999)).lines == ["678"])
        let next = lines.feed(Array("abc\n".utf8), at: .seconds(1))
        #expect(next.lines == ["abc"])
        #expect(next.dropped == 3)
    }

    @Test("a hundred log messages pass in a second")
    func logBudget() {
        var budget = LogBudget()
        let passed = (0..<150).filter { _ in budget.spend(at: .zero).isLogged }
        #expect(passed.count == 100)
        let next = budget.spend(at: .seconds(1))
        #expect(next.isLogged)
        #expect(next.dropped == 50)
    }
}
