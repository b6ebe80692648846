import Model
import Reconciliation
import Testing

@Suite("Values on their way")
struct TransformTests {
    @Test(
        "numbers are rounded exactly, halves away from zero",
        arguments: [
            ("1.005", 2, "1.01"), ("-1.005", 2, "-1.01"), ("2.5", 0, "3"), ("-0.004", 2, "0"), ("9.99", 1, "10"),
            ("00012.500", 2, "12.5"), ("1e3", 2, "1000"), ("1.5e-3", 4, "0.0015"), ("+7", 2, "7"), (".5", 1, "0.5"),
            ("123456789012345678901234567890.125", 2, "123456789012345678901234567890.13"), ("0.5", 0, "1"),
        ])
    func rounding(_ text: String, scale: Int, expected: String) {
        #expect(DecimalText.rounded(text, scale: scale) == expected)
    }

    @Test("what is no number is none", arguments: ["", "-", "1,5", "1.2.3", "abc", "1e999", "NaN"])
    func noNumber(_ text: String) {
        #expect(DecimalText.canonical(text) == nil)
    }

    @Test(
        "a quotient is exact to its last digit",
        arguments: [
            ("1", "3", 5, "0.33333"), ("2", "3", 5, "0.66667"), ("-1", "8", 2, "-0.13"), ("100", "0.25", 3, "400"),
            ("0", "7", 4, "0"), ("1", "1000000", 3, "0"), ("12.5", "100", 10, "0.125"),
        ])
    func quotient(_ dividend: String, _ divisor: String, scale: Int, expected: String) {
        #expect(DecimalText.quotient(dividend, divisor, scale: scale) == expected)
        #expect(DecimalText.quotient(dividend, "0.0", scale: scale) == nil)
    }

    @Test("what is below the lowest arrives as the lowest", arguments: [("-3.5", "0"), ("0", "0"), ("0.01", "0.01")])
    func lowest(_ text: String, expected: String) {
        let map = FieldMap([.field("price", "price", .decimal(scale: 2, atLeast: 0), .toCRM)])
        let decision = map.decide(lone(["price": .text(text)], on: .erp))
        #expect(decision.action == .create(.crm, ["price": .text(expected)], key: []))
    }

    @Test("text is cut at the end of a character, counted as both systems count")
    func cut() {
        #expect(TextCut.cut("Zoë👍🏽!", to: 5) == "Zoë")
        #expect(TextCut.cut("Zoë👍🏽!", to: 7) == "Zoë👍🏽")
        #expect(TextCut.cut("Zoë", to: 3) == "Zoë")
    }

    @Test(
        "codes, numbers and empty values agree however a system writes them",
        arguments: [
            (FieldKind.code(erp: 10, crm: 20), FieldValue.text("CH"), FieldValue.text("ch "), true),
            (.code(erp: 10, crm: 20), "CH", "DE", false), (.decimal(scale: 2), "12.50", "12.5", true),
            (.decimal(scale: 2), "0", nil, true), (.decimal(scale: 2), "12.505", "12.51", true),
            (.text(erp: 9, crm: 9), "", nil, true), (.text(erp: 9, crm: 9), "Adatum", "Adatum ", true),
            (.text(erp: 9, crm: 9), "Adatum", "adatum", false), (.boolean, true, false, false),
            (.choice([Sided(erp: " ", crm: 0), Sided(erp: "All", crm: 1)]), "All", 1, true),
            (.choice([Sided(erp: " ", crm: 0), Sided(erp: "All", crm: 1)]), "All", 0, false),
        ])
    func agreement(_ kind: FieldKind, _ erp: FieldValue, _ crm: FieldValue, agrees: Bool) {
        let rule = FieldRule.field("a", "b", kind)
        #expect(rule.agree(Sided(erp: erp, crm: crm), ResolvedReferences()) == agrees)
    }

    @Test("a choice that is not listed is set aside, not guessed")
    func unknownChoice() {
        let map = FieldMap([.field("state", "statecode", .choice([Sided(erp: "Open", crm: 0)]))])
        let problem = Problem(.invalid, field: "statecode", side: .crm)
        #expect(map.decide(lone(["statecode": 7], on: .crm)).action == .setAside(problem))
    }

    @Test(
        "the side that was edited later wins, when it is clearly later",
        arguments: [
            ("2026-01-31T12:02:00Z", "2026-01-31T12:00:00Z", Side?.some(.erp)),
            ("2026-01-31T12:01:59.999Z", "2026-01-31T12:00:00Z", nil),
            ("2025-12-31T23:59:00Z", "2026-01-01T00:01:00Z", .crm),
            ("2024-02-28T23:59:00Z", "2024-03-01T00:00:00Z", .crm),
            ("yesterday", "2026-01-01T00:01:00Z", nil),
        ])
    func latest(_ erp: String, _ crm: String, winner: Side?) {
        let map = FieldMap([], modified: Sided(erp: "at", crm: "at"))
        #expect(map.latest(pair(erp: ["at": .text(erp)], crm: ["at": .text(crm)])) == winner)
    }

    @Test(
        "names are recognised in another spelling",
        arguments: [
            (MatchRule.Likeness.companyName, "Contoso Ltd.", "CONTOSO LIMITED"),
            (.companyName, "Société Générale S.A.", "societe generale"),
            (.companyName, "Smith-Jones & Co", "Smith Jones"),
            (.caseless, " Łódź ", "lodz"), (.caseless, "Straße", "STRASSE"), (.caseless, "ế", "E"),
            (.caseless, "e\u{301}", "é"), (.phone, "+41 (0)44 123", "41-044-123"),
        ])
    func likeness(_ likeness: MatchRule.Likeness, _ left: String, _ right: String) {
        #expect(likeness.form(of: .text(left)) == likeness.form(of: .text(right)))
    }

    @Test("an empty value is no criterion", arguments: MatchRule.Likeness.allCases)
    func emptyIsNoCriterion(_ likeness: MatchRule.Likeness) {
        #expect(likeness.form(of: "") == nil)
        #expect(likeness.form(of: .null) == nil)
    }
}
