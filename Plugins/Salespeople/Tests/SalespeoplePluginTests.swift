import PluginTesting
import Testing

@Suite("Salespeople")
struct SalespeoplePluginTests {
    private let plugin: MapPlugin

    init() throws { plugin = try MapPlugin.beside() }

    private let user: Fields = [
        "internalemailaddress": "amelie@beaulieu.example", "fullname": "Amélie Quentin-Roux", "mobilephone": "+33 6",
        "isdisabled": false, "islicensed": true, "isintegrationuser": false,
    ]

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.checkMap() }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.checkMap() }

    @Test("what a user says of himself goes to the salesperson")
    func toERP() {
        let salesperson: Fields = ["email": "amelie@beaulieu.example", "displayName": "A. Quentin", "phoneNo": "+33 1"]
        let decision = plugin.decision(about: .uncoupled(erp: salesperson, crm: user, by: "email"))
        #expect(decision.action == .update(.erp, ["displayName": "Amélie Quentin-Roux", "phoneNo": "+33 6"]))
    }

    @Test("a salesperson never becomes a user, and a user no salesperson")
    func neverCreated() {
        let salesperson: Fields = ["email": "x@beaulieu.example", "displayName": "X", "phoneNo": ""]
        #expect(plugin.decision(about: .uncoupled(erp: salesperson)).action == .none)
        #expect(plugin.decision(about: .uncoupled(crm: user)).action == .none)
    }

    @Test(
        "users who are disabled, unlicensed or an application are nobody who sells",
        arguments: [
            ("isdisabled", true), ("islicensed", false), ("isintegrationuser", true),
        ])
    func filter(_ field: String, _ value: Bool) {
        var other = user
        other[field] = .boolean(value)
        #expect(plugin.map(under: .empty).filters.crm.includes(user))
        #expect(!plugin.map(under: .empty).filters.crm.includes(other))
    }

    @Test("a person may add the job title, and is told of a field that there is not")
    func optionalFields() throws {
        let configuration = try #require(Configuration(json: #"{"alsoSynchronize":["jobTitle","jobtitel"]}"#))
        #expect(plugin.map(under: configuration).rules.contains { $0.fields.erp == "jobTitle" })
        let notes = plugin.validate(configuration)
        #expect(notes.map(\.message) == ["There is no optional field jobtitel."])
        #expect(notes.map(\.hint) == ["Did you mean jobTitle?"])
    }
}
