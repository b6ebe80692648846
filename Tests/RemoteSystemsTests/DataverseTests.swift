import JSON
import Model
import Synchronization
import Testing

@testable import RemoteSystems

@Suite("Dataverse")
struct DataverseTests {
    private let fields = ["name", "creditlimit", "paymenttermscode", "primarycontactid"]

    private func row(_ number: Int, etag: Int = 1) -> String {
        "{\"@odata.etag\":\"W/\\\"\(etag)\\\"\",\"name\":\"A \(number)\",\"accountid\":\"\(guid(number))\",\"creditlimit\":10000.0000,"
            + "\"paymenttermscode\":1,\"_primarycontactid_value\":null,\"modifiedon\":\"2025-06-15T15:00:00Z\"}"
    }

    private let delta = "\(ScriptedServer.origin)/api/data/v9.2/accounts?$select=name&$deltatoken=919042%2108%2f22"

    // MARK: reading

    @Test("a listing asks for change tracking, and its last page carries the position")
    func listing() async throws {
        let body = "{\"value\":[\(row(1))],\"@odata.deltaLink\":\"\(delta)\"}"
        let server = ScriptedServer { _, _ in .json(200, body) }
        let crm = try server.crm()
        let page = try await server.run {
            try await crm.page(of: .accounts, reading: fields, from: .listing, size: 9_999)
        }
        let record = try #require(page.records.first)
        #expect(
            record.fields == ["name": "A 1", "creditlimit": "10000", "paymenttermscode": 1, "primarycontactid": nil])
        #expect(record.version?.text == "W/\"1\"")
        let request = try #require(server.requests.first)
        #expect(request.headers.contains(HTTPField("Prefer", "odata.track-changes,odata.maxpagesize=5000")))
        #expect(
            request.url.hasSuffix(
                "$select=accountid,modifiedon,name,creditlimit,paymenttermscode,_primarycontactid_value"))
        #expect(page.position?.hasSuffix(delta) == true)
    }

    @Test(
        "a step leads to a column of the one row that a collection holds, and to nothing where it holds none or more",
        arguments: [
            ("[{\"contactid\":\"k1\"}]", "k1"), ("[]", .null),
            ("[{\"contactid\":\"k1\"},{\"contactid\":\"k2\"}]", .null),
            ("[{\"other\":1}]", .null), ("null", .null),
        ] as [(String, FieldValue)])
    func step(collection: String, value: FieldValue) async throws {
        let row = "{\"@odata.etag\":\"1\",\"accountid\":\"\(guid(1))\",\"name\":\"A\",\"people\":\(collection)}"
        let server = ScriptedServer { _, _ in .json(200, row) }
        let crm = try server.crm()
        let found = try await server.run {
            try await crm.records([RecordID(guid(1))], of: .accounts, reading: ["name", "people/contactid"])
        }
        #expect(found[RecordID(guid(1))]?.fields == ["name": "A", "people/contactid": value])
        let asked = try #require(server.requests.first?.url)
        #expect(asked.hasSuffix("$select=accountid,modifiedon,name&$expand=people($select=contactid)"))
    }

    @Test("a step may name a column that is true in the one row that it leads to")
    func flaggedStep() async throws {
        let row = "{\"@odata.etag\":\"1\",\"accountid\":\"\(guid(1))\",\"people\":[{\"contactid\":\"k1\"}]}"
        let server = ScriptedServer { _, _ in .json(200, row) }
        let crm = try server.crm()
        let found = try await server.run {
            try await crm.records([RecordID(guid(1))], of: .accounts, reading: ["people/isfirst/contactid"])
        }
        #expect(found[RecordID(guid(1))]?.fields == ["people/isfirst/contactid": "k1"])
        let asked = try #require(server.requests.first?.url)
        #expect(asked.hasSuffix("&$expand=people($select=contactid;$filter=isfirst%20eq%20true)"))
    }

    @Test(
        "a name that is no step asks for no collection",
        arguments: ["people/", "/contactid", "a/b/c/d", "people//x", "people/x y"])
    func noStep(name: FieldName) async throws {
        let server = ScriptedServer { [row = row(1)] _, _ in .json(200, row) }
        let crm = try server.crm()
        let found = try await server.run {
            try await crm.records([RecordID(guid(1))], of: .accounts, reading: ["name", name])
        }
        #expect(found[RecordID(guid(1))]?.fields[name] == nil)
        #expect(server.requests.first?.url.contains("$expand") == false)
    }

    @Test("the table that a lookup leads to is read from an annotation, which is asked for only then")
    func lookupType() async throws {
        let body = """
            {"value":[{"@odata.etag":"1","contactid":"\(guid(1))","_parentcustomerid_value":"\(guid(2))",
            "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"contact"}]}
            """
        let server = ScriptedServer { _, _ in .json(200, body) }
        let crm = try server.crm()
        let parents = ["contact", "account"].map {
            RemoteTable.Field.Target(table: $0, set: "\($0)s", navigation: "parentcustomerid_\($0)")
        }
        let lookup = RemoteTable.Field(name: "parentcustomerid", kind: .lookup(parents))
        let table = RemoteTable(
            declaration: TableDeclaration(table: "contact", routes: [], key: "contactid"),
            route: .init(kind: .standard, path: "", set: "contacts"),
            fields: [lookup] + RemoteTable.typeFields(of: [lookup]))
        let page = try await server.run {
            try await crm.page(
                of: table, reading: ["parentcustomerid", "parentcustomeridtype"], from: .listing, size: 10)
        }
        #expect(
            page.records.map(\.fields) == [
                ["parentcustomerid": .text(guid(2)), "parentcustomeridtype": "contact"]
            ])
        let request = try #require(server.requests.first)
        #expect(request.url.hasSuffix("$select=contactid,_parentcustomerid_value"))
        #expect(request.headers.contains { $0.name == "Prefer" && $0.value.contains("lookuplogicalname") })
    }

    @Test("changes and deletions come from the delta link, followed as it is")
    func changes() async throws {
        let body =
            "{\"value\":[\(row(2)),{\"@odata.context\":\"x/$metadata#accounts/$deletedEntity\",\"id\":\"\(guid(3).uppercased())\","
            + "\"reason\":\"deleted\"},\(row(4))],\"@odata.deltaLink\":\"\(delta)2\"}"
        let server = ScriptedServer { [row = row(1)] _, count in
            count == 1
                ? .json(200, "{\"value\":[\(row)],\"@odata.deltaLink\":\"\(delta)\"}") : .json(200, body)
        }
        let crm = try server.crm()
        let page = try await server.run {
            let first = try await crm.page(of: .accounts, reading: fields, from: .listing, size: 100)
            return try await crm.page(
                of: .accounts, reading: fields, from: .changes(since: first.position ?? ""), size: 100)
        }
        #expect(page.records.map(\.id.text) == [guid(2), guid(4)])
        #expect(page.deleted.map(\.text) == [guid(3)])
        #expect(!page.isRestart)
        #expect(server.requests[1].url == delta)
    }

    @Test(
        "a token that expired, or was made for other columns, gives a complete listing", arguments: [400, 404, 410, 0])
    func expiredToken(status: Int) async throws {
        let server = ScriptedServer { [row = row(1)] request, _ in
            request.url.contains("$deltatoken")
                ? .error(status, "0x80072515")
                : .json(200, "{\"value\":[\(row)],\"@odata.deltaLink\":\"\(delta)\"}")
        }
        let crm = try server.crm()
        let page = try await server.run {
            let read = status == 0 ? ["name"] : fields
            let first = try await crm.page(of: .accounts, reading: read, from: .listing, size: 100)
            return try await crm.page(
                of: .accounts, reading: fields, from: .changes(since: first.position ?? ""), size: 100)
        }
        #expect(page.isRestart)
        #expect(page.records.count == 1)
        #expect(page.position != nil)
    }

    @Test(
        "a listing whose next page is not there any more is begun anew, once; so is a sweep",
        arguments: [PageCursor.listing, .sweep], [400, 404, 410])
    func expiredLink(cursor: PageCursor, status: Int) async throws {
        let next = "\(ScriptedServer.origin)/api/data/v9.2/accounts?$select=name&$skiptoken=2"
        let server = ScriptedServer { [row = row(1)] request, _ in
            request.url.contains("$skiptoken")
                ? .error(status, "0x80060891")
                : .json(200, "{\"value\":[\(row)],\"@odata.nextLink\":\"\(next)\"}")
        }
        let crm = try server.crm()
        try await server.run {
            let first = try await crm.page(of: .accounts, reading: fields, from: cursor, size: 1)
            let anew = try await crm.page(of: .accounts, reading: fields, from: .next(first.next ?? ""), size: 1)
            #expect(anew.records == first.records)
            // What expires again and again is no reading to go on with.
            await #expect(throws: RemoteFailure.self) {
                try await crm.page(of: .accounts, reading: fields, from: .next(anew.next ?? ""), size: 1)
            }
        }
        #expect(server.requests.count == 4)
        // The second reading asks for what the first did.
        #expect(server.requests[0].url == server.requests[2].url)
        #expect(server.requests.allSatisfy { $0.limit <= 64 << 20 })
    }

    @Test("a delta link of a foreign origin is refused, also when it was stored")
    func foreignDelta() async throws {
        let server = ScriptedServer { _, _ in
            .json(200, "{\"value\":[],\"@odata.deltaLink\":\"https://evil.example/api/data/v9.2/accounts\"}")
        }
        let crm = try server.crm()
        await #expect(throws: RemoteFailure.self) {
            try await server.run { try await crm.page(of: .accounts, reading: [], from: .listing, size: 1) }
        }
    }

    @Test("a table without change tracking is said to be one")
    func noTracking() async throws {
        let server = ScriptedServer { _, _ in .error(400, "0x80072491") }
        let crm = try server.crm()
        let failure = await #expect(throws: RemoteFailure.self) {
            try await server.run { try await crm.page(of: .accounts, reading: [], from: .listing, size: 1) }
        }
        #expect(failure?.problem.code == .schema)
        #expect(failure?.problem.arguments == ["changeTracking", "account"])
    }

    @Test("the identity is the organisation's, by one request")
    func identity() async throws {
        let server = ScriptedServer { _, _ in .json(200, "{\"UserId\":\"u\",\"OrganizationId\":\"0RG\"}") }
        let crm = try server.crm()
        #expect(try await server.run { try await crm.identity() } == "https://server.example/api/data/v9.2 0rg")
        #expect(server.requests.map(\.url) == ["https://server.example/api/data/v9.2/WhoAmI"])
    }

    @Test("columns and where lookups lead are read from the metadata")
    func metadata() async throws {
        let server = ScriptedServer { request, _ in
            if request.url.contains("/Attributes") {
                return .json(
                    200,
                    """
                    {"value":[{"LogicalName":"name","AttributeType":"String","MaxLength":160,"IsValidForCreate":true,"IsValidForUpdate":true},
                    {"LogicalName":"creditlimit","AttributeType":"Money"},{"LogicalName":"birth","AttributeType":"DateTime","DateTimeBehavior":{"Value":"DateOnly"}},
                    {"LogicalName":"parentcustomerid","AttributeType":"Customer"},{"LogicalName":"ownerid","AttributeType":"Owner"},
                    {"LogicalName":"fullname","AttributeType":"String","IsValidForCreate":false,"IsValidForUpdate":false},
                    {"LogicalName":"owneridname","AttributeType":"String","AttributeOf":"ownerid"},
                    {"LogicalName":"contactid","AttributeType":"Uniqueidentifier"}]}
                    """)
            }
            if request.url.contains("/ManyToOneRelationships") {
                return .json(
                    200,
                    """
                    {"value":[{"ReferencingAttribute":"parentcustomerid","ReferencedEntity":"contact","ReferencingEntityNavigationPropertyName":"parentcustomerid_contact"},
                    {"ReferencingAttribute":"parentcustomerid","ReferencedEntity":"account","ReferencingEntityNavigationPropertyName":"parentcustomerid_account"}]}
                    """)
            }
            return .json(
                200,
                """
                {"value":[{"LogicalName":"account","EntitySetName":"accounts","PrimaryIdAttribute":"accountid"},
                {"LogicalName":"systemuser","EntitySetName":"systemusers","PrimaryIdAttribute":"systemuserid"},
                {"LogicalName":"contact","EntitySetName":"contacts","PrimaryIdAttribute":"contactid"}]}
                """)
        }
        let crm = try server.crm()
        let table = try await server.run {
            try await crm.table(for: TableDeclaration(table: "contact", routes: [], key: "contactid"))
        }
        #expect(table.route.set == "contacts")
        #expect(
            table.fields.map(\.name) == [
                "name", "creditlimit", "birth", "parentcustomerid", "ownerid", "fullname", "contactid",
                "parentcustomeridtype",
            ])
        #expect(table.field("birth")?.kind == .date)
        #expect(table.field("fullname")?.isReadOnly == true)
        #expect(
            table.field("parentcustomerid")?.kind
                == .lookup([
                    .init(table: "account", set: "accounts", navigation: "parentcustomerid_account"),
                    .init(table: "contact", set: "contacts", navigation: "parentcustomerid_contact"),
                ]))
        #expect(
            table.field("ownerid")?.kind
                == .lookup([.init(table: "systemuser", set: "systemusers", navigation: "ownerid")]))
    }

    // MARK: writing

    private func create(_ number: Int) -> RemoteWrite {
        RemoteWrite(
            .create(key: RecordID(guid(number))),
            fields: ["name": .text("N\(number)"), "creditlimit": "12.50", "primarycontactid": nil],
            returning: ["name", "creditlimit"])
    }

    private func update(_ number: Int, etag: String = "W/\"1\"") -> RemoteWrite {
        RemoteWrite(
            .update(RecordID(guid(number)), version: RecordVersion(etag)),
            fields: ["primarycontactid": .text(guid(99)), "name": "x"], returning: ["name"])
    }

    private func multipart(_ parts: [(Int, String)], end: Bool = true, newline: String = "\r\n", status: Int = 200)
        -> HTTPResponse
    {
        var text = ""
        for (status, body) in parts {
            text +=
                ["--batchresponse_1", "Content-Type: application/http", "Content-Transfer-Encoding: binary", ""]
                .joined(separator: newline) + newline
            text += "HTTP/1.1 \(status) X\(newline)OData-Version: 4.0\(newline)\(newline)\(body)\(newline)"
        }
        if end { text += "--batchresponse_1--\(newline)" }
        return HTTPResponse(
            status: status, headers: [HTTPField("Content-Type", "multipart/mixed; boundary=batchresponse_1")],
            body: Array(text.utf8))
    }

    @Test("creates carry the key that we chose, updates their version, lookups are bound or cleared")
    func requests() async throws {
        let server = ScriptedServer { [self] _, _ in multipart([(201, row(1)), (200, row(2, etag: 5)), (204, "")]) }
        let crm = try server.crm()
        let writes = [
            create(1), update(2),
            RemoteWrite(
                .delete(RecordID(guid(3)), version: RecordVersion("W/\"7\"")), fields: Fields(), returning: []),
        ]
        let results = try await server.run { try await crm.write(writes, to: .accounts) }
        guard case .done(let created) = results[0], case .done(let updated) = results[1], case .done = results[2] else {
            Issue.record("\(results)")
            return
        }
        #expect(created.fields == ["name": "A 1", "creditlimit": "10000"])
        #expect(updated.version?.text == "W/\"5\"")
        let body = String(decoding: server.requests[0].body ?? [], as: UTF8.self)
        #expect(
            body.contains(
                "PATCH /api/data/v9.2/accounts(\(guid(1)))?$select=accountid,modifiedon,name,creditlimit HTTP/1.1\r\n"))
        #expect(body.contains("\r\nIf-None-Match: *\r\n"))
        #expect(body.contains("{\"name\":\"N1\",\"creditlimit\":12.5,\"primarycontactid@odata.bind\":null}"))
        #expect(body.contains("\r\nIf-Match: W/\"1\"\r\n"))
        #expect(body.contains("\"primarycontactid@odata.bind\":\"/contacts(\(guid(99)))\""))
        #expect(body.contains("DELETE /api/data/v9.2/accounts(\(guid(3))) HTTP/1.1\r\n"))
        #expect(server.requests[0].headers.contains(HTTPField("Prefer", "odata.continue-on-error")))
    }

    @Test("a record that left the table without being deleted is read by its identity, and is gone when it isn't there")
    func left() async throws {
        let note = "\"reason\":\"changed\"}"
        let body =
            "{\"value\":[{\"@odata.context\":\"x/$metadata#accounts/$deletedEntity\",\"id\":\"\(guid(3))\",\(note),"
            + "{\"@removed\":{\(note),\"id\":\"\(guid(4))\"}],\"@odata.deltaLink\":\"\(delta)2\"}"
        let server = ScriptedServer { [self] request, _ in
            request.url.hasSuffix("$batch") ? multipart([(200, row(3)), (404, "")]) : .json(200, body)
        }
        let crm = try server.crm()
        let page = try await server.run {
            try await crm.page(of: .accounts, reading: fields, from: .listing, size: 100)
        }
        #expect(page.records.map(\.id.text) == [guid(3)])
        #expect(page.deleted.map(\.text) == [guid(4)])
    }

    @Test("each write of a batch has its own fate, whatever the line ends", arguments: ["\r\n", "\n"])
    func fates(newline: String) async throws {
        let answers: [(Int, String)] = [
            (412, "0x80060882"), (412, "0x80060892"), (412, ""), (404, "0x80040217"), (400, "0x80044331"),
            (429, "0x80072322"), (500, "0x80040216"), (400, "0x80040265"), (404, "0x8006088A"),
        ]
        let server = ScriptedServer { [self] _, count in
            multipart(
                count == 1
                    ? answers.map { ($0.0, "{\"error\":{\"code\":\"\($0.1)\",\"message\":\"value-canary\"}}") }
                    : [(200, row(5))], newline: newline)
        }
        let crm = try server.crm()
        let writes = [create(0), create(1)] + (2..<9).map { update($0) }
        let results = try await server.run { try await crm.write(writes, to: .accounts) }
        #expect(results[0] == .exists(RecordID(guid(0))))
        #expect(results[2] == .versionChanged)
        #expect(results[3] == .gone)
        func code(_ result: WriteResult) -> Int? {
            switch result {
            case .refused(let problem), .inDoubt(let problem), .notSent(let problem): problem.code.rawValue
            case .done, .exists, .versionChanged, .gone: nil
            }
        }
        #expect(code(results[1]) == 4_005)
        #expect(code(results[4]) == 4_002)
        // Turned away for the moment, and sent again alone.
        guard case .done = results[5] else {
            Issue.record("\(results[5])")
            return
        }
        #expect(server.requests.count == 2)
        #expect(code(results[6]) == 3_001)
        #expect(code(results[7]) == 4_011)
        #expect(code(results[8]) == 2_003, "the table is gone, not the row")
        #expect(!"\(results)".contains("value-canary"))
    }

    @Test("a multipart answer that is cut off leaves all in doubt")
    func cutOff() async throws {
        let server = ScriptedServer { [self] _, _ in multipart([(200, row(1))], end: false) }
        let crm = try server.crm()
        let writes = [update(1), update(2)]
        let results = try await server.run { try await crm.write(writes, to: .accounts) }
        #expect(results.allSatisfy { if case .inDoubt = $0 { true } else { false } })
        #expect(server.requests.count == 1)
    }

    @Test("a server that stops at the first failure: what follows is sent again, the rest is not")
    func stopped() async throws {
        let server = ScriptedServer { [self] _, count in
            count == 1
                ? multipart([(200, row(0)), (412, "{\"error\":{\"code\":\"\"}}")], status: 412)
                : multipart([(200, row(2)), (200, row(3))])
        }
        let crm = try server.crm()
        let writes = (0..<4).map { update($0) }
        let results = try await server.run { try await crm.write(writes, to: .accounts) }
        #expect(results[1] == .versionChanged)
        #expect(results.filter { if case .done = $0 { true } else { false } }.count == 3)
        #expect(server.requests.count == 2)
    }

    @Test("a version with a line end in it goes into no header")
    func injection() async throws {
        let server = ScriptedServer { _, _ in .json(500, "") }
        let crm = try server.crm()
        let writes = [update(1, etag: "W/\"1\"\r\nPrefer: x"), update(1, etag: "")]
        let results = try await server.run { try await crm.write(writes, to: .accounts) }
        #expect(results.allSatisfy { if case .refused = $0 { true } else { false } })
        #expect(server.requests.isEmpty)
    }

    @Test("a batch refused for one poisonous row: that row alone is refused")
    func poison() async throws {
        let server = ScriptedServer { [self] request, _ in
            let body = String(decoding: request.body ?? [], as: UTF8.self)
            if body.contains("\"N5\"") { return .error(400, "0x80048d19") }
            let count = body.split(separator: "PATCH ").count - 1
            return multipart((0..<count).map { (201, row($0)) })
        }
        let crm = try server.crm()
        let writes = (0..<16).map { create($0) }
        let results = try await server.run { try await crm.write(writes, to: .accounts) }
        for (place, result) in results.enumerated() {
            if case .done = result { #expect(place != 5) } else { #expect(place == 5) }
        }
    }

    @Test("a cancelled caller gets the answer to what was sent")
    func cancellation() async throws {
        let task = Mutex<Task<[WriteResult], any Error>?>(nil)
        let server = ScriptedServer { [self] _, _ in
            task.withLock { $0?.cancel() }
            return multipart([(200, row(1))])
        }
        let crm = try server.crm()
        let writes = [update(1)]
        let results = try await server.run {
            let work = Task { try await crm.write(writes, to: .accounts) }
            task.withLock { $0 = work }
            return try await work.value
        }
        guard case .done = results[0] else {
            Issue.record("\(results[0])")
            return
        }
    }
}

@Suite("Choice columns as tables")
struct ChoiceTableTests {
    private func column(_ options: [(Int64, String)], global: String? = nil) -> HTTPResponse {
        let list = options.map { value, label in
            "{\"Value\":\(value),\"Label\":{\"LocalizedLabels\":[],\"UserLocalizedLabel\":{\"Label\":\"\(label)\",\"LanguageCode\":1036}}}"
        }.joined(separator: ",")
        let set = "{\"Options\":[\(list)],\"Name\":\"\(global ?? "x")\",\"IsGlobal\":\(global != nil)}"
        return .json(200, "{\"LogicalName\":\"paymenttermscode\",\"OptionSet\":\(set),\"GlobalOptionSet\":null}")
    }

    private let net30 = RecordID("1")

    @Test("the options are the records, and their labels tell what changed")
    func reading() async throws {
        let server = ScriptedServer { [self] _, count in
            count == 1 ? column([(1, "Net 30"), (2, "14 DAYS")]) : column([(1, "30 days net"), (3, "Cash")])
        }
        let crm = try server.crm()
        let (first, changes, again) = try await server.run {
            let first = try await crm.page(of: .paymentTerms, reading: ["label"], from: .listing, size: 100)
            let changes = try await crm.page(
                of: .paymentTerms, reading: ["label"], from: .changes(since: first.position ?? ""), size: 100)
            let again = try await crm.page(
                of: .paymentTerms, reading: ["label"], from: .changes(since: changes.position ?? ""), size: 100)
            return (first, changes, again)
        }
        #expect(first.records.map(\.id.text) == ["1", "2"])
        #expect(first.records.map(\.fields) == [["label": "Net 30"], ["label": "14 DAYS"]])
        #expect(changes.records.map(\.id.text) == ["1", "3"])
        #expect(changes.deleted.map(\.text) == ["2"])
        #expect(again.records.isEmpty && again.deleted.isEmpty)
    }

    @Test("an option is created under the number of its key, in the user's language, and published once")
    func creating() async throws {
        let server = ScriptedServer { [self] request, _ in
            if request.url.hasSuffix("InsertOptionValue") { return .json(200, "{\"NewOptionValue\":1}") }
            if request.url.hasSuffix("PublishXml") { return HTTPResponse(status: 204) }
            return column([(1, "Net 30")])
        }
        let crm = try server.crm()
        let writes = ["14 DAYS", "CASH"].enumerated().map { place, label in
            RemoteWrite(
                .create(key: RecordID(guid(place))), fields: ["label": .text(label)], returning: ["label", "value"])
        }
        let results = try await server.run { try await crm.write(writes, to: .paymentTerms) }
        let value = try #require(ChoiceTable.value(of: RecordID(guid(0))))
        guard case .done(let record) = results[0] else {
            Issue.record("\(results[0])")
            return
        }
        #expect(record.id.text == "\(value)")
        #expect(record.fields == ["label": "14 DAYS", "value": .integer(value)])
        let actions = server.requests.dropFirst().compactMap { $0.url.split(separator: "/").last.map(String.init) }
        #expect(actions == ["InsertOptionValue", "InsertOptionValue", "PublishXml"])
        let body = try JSON.decode(JSONValue.self, from: server.requests[1].body ?? [])
        let label: JSONValue = ["LocalizedLabels": [["Label": "14 DAYS", "LanguageCode": 1_036]]]
        let expected: JSONValue = [
            "EntityLogicalName": "account", "AttributeLogicalName": "paymenttermscode", "Value": .number("\(value)"),
            "Label": label,
        ]
        #expect(body == expected)
    }

    @Test("an option that is there under the key's number exists, and is found by the key")
    func existing() async throws {
        let key = RecordID(guid(7))
        let value = try #require(ChoiceTable.value(of: key))
        let server = ScriptedServer { [self] _, _ in column([(value, "14 DAYS")]) }
        let crm = try server.crm()
        let write = RemoteWrite(.create(key: key), fields: ["label": "14 DAYS"], returning: ["label"])
        let (results, found) = try await server.run {
            (
                try await crm.write([write], to: .paymentTerms),
                try await crm.records([key, RecordID("1")], of: .paymentTerms, reading: ["label"])
            )
        }
        #expect(results == [.exists(RecordID("\(value)"))])
        #expect(found.mapValues(\.id.text) == [key: "\(value)"])
    }

    @Test("a label that another person changed meanwhile is not overwritten")
    func stale() async throws {
        let server = ScriptedServer { [self] _, _ in column([(1, "Net 30")]) }
        let crm = try server.crm()
        let writes = [
            RemoteWrite(
                .update(net30, version: RecordVersion("label-old")), fields: ["label": "30"], returning: ["label"]),
            RemoteWrite(
                .update(RecordID("9"), version: RecordVersion("label-old")), fields: ["label": "9"], returning: []),
        ]
        let results = try await server.run { try await crm.write(writes, to: .paymentTerms) }
        #expect(results == [.versionChanged, .gone])
        #expect(server.requests.count == 1)
    }

    @Test("options of a global choice are changed there")
    func global() async throws {
        let server = ScriptedServer { [self] request, _ in
            request.method == .post ? .json(200, "{}") : column([(1, "Net 30")], global: "terms")
        }
        let crm = try server.crm()
        let option = ChoiceOption(value: 1, label: "Net 30", language: 1_036)
        let write = RemoteWrite(
            .update(net30, version: option.version), fields: ["label": "30 days"], returning: ["label"])
        let results = try await server.run { try await crm.write([write], to: .paymentTerms) }
        guard case .done(let record) = results[0] else {
            Issue.record("\(results[0])")
            return
        }
        #expect(record.fields == ["label": "30 days"])
        let body = try JSON.decode(JSONValue.self, from: server.requests[1].body ?? [])
        #expect(body["OptionSetName"]?.string == "terms")
        #expect(body["EntityLogicalName"] == nil)
    }

    @Test("numbers that keys stand for are nine digits, and differ", arguments: [10_000])
    func numbers(count: Int) {
        let values = (0..<count).compactMap { ChoiceTable.value(of: RecordID(guid($0))) }
        #expect(values.allSatisfy { (100_000_000..<900_000_000).contains($0) })
        #expect(Set(values).count > count - 5)
    }
}
