import PluginTesting
import Testing

/// What items and resources share, by a product of neither.
private struct Tools: EntityPlugin {
    static let entity: EntityName = "tools"
    static let version = "1.0.0"
    static let settings = ProductMap.settings
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        ProductMap(type: 7, unit: "baseToolUnitId", of: "toolunits", under: configuration).map(with: [])
    }

    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? { .text(RecordID.zero.text) }

    static func fieldsOnInsert(on side: Side, about pair: RecordPair, in run: RunFacts) -> Fields {
        ProductMap.number(on: side, from: pair)
    }

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        ProductMap.adjust(&decision, about: pair, of: entity, in: run)
    }
}

@Suite("Products of the CRM")
struct ProductMapTests {
    private let tool: Fields = [
        "number": "T100", "displayName": "Moulin", "unitPrice": "17", "unitCost": "10", "baseUnitOfMeasureId": "pce",
        "unitGroupId": "g1", "baseToolUnitId": "u1", "blocked": false,
    ]
    private let references = [
        RecordReference(entity: "unitsofmeasure", side: .erp, id: RecordID("pce")): RecordID("group"),
        RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur"),
        RecordReference(entity: "unitgroups", side: .erp, id: RecordID("g1")): RecordID("the group"),
        RecordReference(entity: "toolunits", side: .erp, id: RecordID("u1")): RecordID("its unit"),
        RecordReference(entity: "unitsofmeasure", side: .crm, id: RecordID("group")): RecordID("pce"),
    ]
    private let partners: [RecordReference: Fields] = [
        RecordReference(entity: "unitsofmeasure", side: .erp, id: RecordID("pce")): [CRMUnits.onlyUnit: "piece"]
    ]

    private func action(_ pair: RecordPair, _ configuration: Configuration = .empty) -> Decision.Action {
        Tools.decision(about: pair, references: references, partners: partners, configuration: configuration).action
    }

    private func product(under configuration: Configuration = .empty) -> Fields {
        guard case .create(.crm, let fields, _) = action(.uncoupled(erp: tool), configuration) else { return [:] }
        return fields
    }

    @Test("a record becomes an active product of its type in the group of its unit, in the local currency")
    func newProduct() {
        let product = product()
        #expect(product["productnumber"] == "T100" && product["price"] == "17")
        #expect(product["standardcost"] == "10" && product["currentcost"] == "10")
        #expect(product["defaultuomscheduleid"] == "group" && product["defaultuomid"] == "piece")
        #expect(product["producttypecode"] == 7 && product["statecode"] == 0)
        #expect(product["transactioncurrencyid"] == "eur")
    }

    @Test("where units stand in groups, a product has the group of its record, and none becomes one")
    func groups() throws {
        let configuration = try #require(Configuration(json: #"{"units":"groups"}"#))
        let product = product(under: configuration)
        #expect(product["defaultuomscheduleid"] == "the group" && product["defaultuomid"] == "its unit")
        #expect(!Tools.map(under: configuration).creates.erp)
        #expect(Tools.map.creates.erp)
    }

    @Test("a record whose base unit somebody forgot is set aside")
    func noUnit() {
        var odd = tool
        odd["baseUnitOfMeasureId"] = .text(RecordID.zero.text)
        guard case .setAside(let problem) = action(.uncoupled(erp: odd)) else {
            Issue.record("\(action(.uncoupled(erp: odd)))")
            return
        }
        #expect(problem.code == .required && problem.field == "baseUnitOfMeasureId")
    }

    @Test("a name corrected in the CRM comes back; a price edited there does not")
    func edits() {
        var crm = product()
        crm["name"] = "Moulin à café"
        crm["price"] = "99"
        let pair = RecordPair.coupled(erp: tool, crm: crm, changed: Sided(erp: [], crm: ["name", "price"]))
        #expect(action(pair) == .update(.erp, ["displayName": "Moulin à café"]))
    }

    @Test("a product that is retired blocks its record")
    func retired() {
        var left = RecordPair.coupled(erp: tool, crm: product(), changed: Sided(erp: [], crm: ["statecode"]))
        left.sides.crm.fields["statecode"] = 1
        left.sides.crm.presence = .outOfScope
        #expect(action(left) == .update(.erp, ["blocked": true]))
    }

    @Test("blocked records, products of another type and products that are not active are left alone")
    func filters() {
        let filters = Tools.map.filters
        #expect(filters.erp.includes(tool) && !filters.erp.includes(["blocked": true]))
        #expect(!filters.crm.includes(["producttypecode": 1, "statecode": 0]))
        #expect(!filters.crm.includes(["producttypecode": 7, "statecode": 2]))
        #expect(filters.crm.includes(["producttypecode": 7, "statecode": 0]))
    }

    @Test("a product that only the CRM has becomes a record with its number and unit")
    func newRecord() {
        let crm: Fields = [
            "productnumber": "crm-s1", "name": "Broyeur", "defaultuomscheduleid": "group", "producttypecode": 7,
            "statecode": 0,
        ]
        #expect(
            action(.uncoupled(crm: crm))
                == .create(
                    .erp, ["displayName": "Broyeur", "baseUnitOfMeasureId": "pce", "number": "CRM-S1"], key: ["number"])
        )
    }
}
