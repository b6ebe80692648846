import PluginTesting
import Testing

@testable import CurrenciesPlugin

@Suite("Currencies")
struct CurrenciesPluginTests {
    private func currency(_ code: FieldValue, name: FieldValue, symbol: FieldValue, rate: FieldValue) -> Fields {
        ["code": code, "displayName": name, "symbol": symbol, "exchangeRate": rate]
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(CurrenciesPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(CurrenciesPlugin.self) }

    @Test("a new currency gets its code, rate and precision; where the ERP has no symbol, the code stands in")
    func newCurrency() {
        let decision = CurrenciesPlugin.decision(
            about: .uncoupled(erp: currency("SEK", name: "Couronne suédoise", symbol: "", rate: "11.2475")))
        #expect(
            decision.action
                == .create(
                    .crm,
                    [
                        "isocurrencycode": "SEK", "currencyname": "Couronne suédoise", "currencysymbol": "SEK",
                        "exchangerate": "11.2475", "currencyprecision": 2,
                    ], key: ["isocurrencycode"]))
    }

    @Test("a currency that the CRM has already gets the ERP’s rate and name, and keeps its code")
    func known() {
        let decision = CurrenciesPlugin.decision(
            about: .uncoupled(
                erp: currency("CHF", name: "Franc suisse", symbol: "CHF", rate: "0.9432"),
                crm: [
                    "isocurrencycode": "CHF", "currencyname": "Swiss Franc", "currencysymbol": "CHF",
                    "exchangerate": "1.0712",
                ]))
        #expect(decision.action == .update(.crm, ["currencyname": "Franc suisse", "exchangerate": "0.9432"]))
    }

    @Test("a currency without a rate is set aside, since the CRM can’t do without")
    func noRate() {
        let decision = CurrenciesPlugin.decision(
            about: .uncoupled(erp: currency("ISK", name: "Couronne islandaise", symbol: "", rate: .null)))
        #expect(decision.action == .setAside(Problem(.required, field: "exchangeRate", side: .erp)))
    }

    @Test("a code longer than three letters and two is no ISO code, and is not cut")
    func longCode() {
        let decision = CurrenciesPlugin.decision(
            about: .uncoupled(erp: currency("EUR-OLD", name: "Euro", symbol: "€", rate: "1")))
        #expect(decision.action == .setAside(Problem(.tooLong, ["5"], field: "code", side: .erp)))
    }

    @Test("what somebody edits in the CRM does not come to the ERP")
    func oneWay() {
        let decision = CurrenciesPlugin.decision(
            about: .coupled(
                erp: currency("SEK", name: "Couronne suédoise", symbol: "kr", rate: "11.2475"),
                crm: [
                    "isocurrencycode": "SEK", "currencyname": "Swedish Krona", "currencysymbol": "kr",
                    "exchangerate": "11.2475",
                ], changed: Sided(erp: [], crm: ["currencyname"])))
        #expect(decision.action == .none)
    }

    @Test("a precision that Dataverse does not know is refused")
    func precision() throws {
        let configuration = try #require(Configuration(json: #"{"precision":5}"#))
        #expect(CurrenciesPlugin.validate(configuration).map(\.path) == ["precision"])
    }
}
