import Testing

@testable import Sandbox

@Suite("OData's language")
struct ODataParserTests {
    @Test("and binds closer than or, not closer than both, parentheses closest")
    func precedence() throws {
        #expect(
            try ODataParser.filter("a eq 1 or b eq 2 and not c")
                == ODataParser.filter("(a eq 1) or ((b eq 2) and (not (c)))"))
        #expect(
            try ODataParser.filter("a eq 1 and b eq 2 or c eq 3")
                == ODataParser.filter("((a eq 1) and (b eq 2)) or (c eq 3)"))
    }

    @Test(
        "values are what they look like",
        arguments: [
            ("'it''s'", ODataLiteral.string("it's")), ("null", .null), ("true", .boolean(true)),
            ("-12.50", .number("-12.50")),
            ("1e5", .number("1e5")), ("2024-05-01", .date("2024-05-01")),
            ("2024-05-01T10:00:00Z", .instant(Moment(milliseconds: 1_714_557_600_000), "2024-05-01T10:00:00Z")),
            ("3F1C9A70-0000-4000-8000-C0A1E5CE0004", .guid("3f1c9a70-0000-4000-8000-c0a1e5ce0004")),
            ("''", .string("")),
        ])
    func literals(_ text: String, _ value: ODataLiteral) throws {
        #expect(try ODataParser.filter("a eq \(text)") == .binary(.equal, .path(["a"]), .literal(value)))
    }

    @Test("functions with named arguments, paths, lambdas and lists are understood")
    func forms() throws {
        #expect(
            try ODataParser.filter("Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['a','b'])")
                == .namedCall(
                    "Microsoft.Dynamics.CRM.In",
                    [
                        "PropertyName": .literal(.string("name")),
                        "PropertyValues": .list([.literal(.string("a")), .literal(.string("b"))]),
                    ]))
        #expect(
            try ODataParser.filter("contact_customer_accounts/any(c:c/lastname eq 'x')")
                == .lambda(
                    collection: ["contact_customer_accounts"], isAny: true, variable: "c",
                    condition: .binary(.equal, .path(["c", "lastname"]), .literal(.string("x")))))
    }

    @Test("keys are read, named or not")
    func keys() throws {
        #expect(try ODataParser.key("'JO'") == .single(.string("JO")))
        #expect(
            try ODataParser.key("a='x,y',b=2")
                == .named([.init(name: "a", value: .string("x,y")), .init(name: "b", value: .number("2"))]))
        #expect(throws: ODataSyntaxError.self) { try ODataParser.key("a=") }
    }

    @Test("nested options of an expansion are read")
    func expansions() throws {
        let query = try ODataQuery([("$expand", "a($select=b,c;$expand=d($top=1)),e")])
        #expect(query.expand.map(\.navigation) == ["a", "e"])
        #expect(query.expand[0].query.select == ["b", "c"])
        #expect(query.expand[0].query.expand[0].query.top == 1)
    }

    @Test("an alias stands for its value, but not inside of a text")
    func aliases() throws {
        let query = try ODataQuery([("$filter", "name eq @p1 and city eq '@p1'"), ("@p1", "'x'")])
        #expect(try query.filter == ODataParser.filter("name eq 'x' and city eq '@p1'"))
    }

    @Test(
        "a hostile value stays a value",
        arguments: [
            "' or 1 eq 1", "'; DROP TABLE customer; --", "%27", "&$filter=1 eq 1", "\n", "\u{0}", "\u{1F600}",
            String(repeating: "x", count: 100_000),
        ])
    func hostile(_ value: String) async throws {
        let quoted = "'" + value.replacing("'", with: "''") + "'"
        #expect(try ODataParser.filter("a eq \(quoted)") == .binary(.equal, .path(["a"]), .literal(.string(value))))
        let bench = try await Bench()
        let reply = await bench.erp(
            "GET", "customers?$filter=displayName eq \(PathText.encode(quoted).replacing("+", with: "%2B"))")
        #expect(reply.status == 200)
        #expect(reply.rows.isEmpty)
    }

    @Test("parentheses without end are refused before the stack is full")
    func depth() {
        #expect(throws: ODataSyntaxError.self) { try ODataParser.filter(String(repeating: "(", count: 50_000)) }
        #expect(throws: ODataSyntaxError.self) {
            try ODataParser.filter(String(repeating: "not ", count: 50_000) + "a")
        }
    }

    @Test("percent signs, plus signs and preferences are taken apart")
    func text() {
        #expect(PathText.segments("/a%20b/c(x='1/2')/d") == ["a b", "c(x='1/2')", "d"])
        #expect(PathText.parameters("a=1+2&b=%2B&c").map(\.value) == ["1 2", "+", ""])
        let preferences = PreferenceText.parse([
            ("Prefer", "return=representation, odata.include-annotations=\"a,b\""), ("prefer", "odata.maxpagesize=5"),
        ])
        #expect(
            preferences == ["return": "representation", "odata.include-annotations": "a,b", "odata.maxpagesize": "5"])
    }
}
