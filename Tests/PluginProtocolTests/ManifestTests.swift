import JSON
import Model
import PluginProtocol
import Testing

@Suite("Manifests")
struct ManifestTests {
    static let text = """
        {
          "name": "customers",
          "title": {"en": "Customers", "fr": "Clients"},
          "version": "1.2.0",
          "protocol": [1],
          "command": ["CustomersPlugin"],
          "entity": "customers",
          "requires": [{"entity": "currencies", "version": "^1", "strength": "reference"}],
          "after": ["salespeople"],
          "references": [
            {"side": "erp", "field": "currencyId", "entity": "currencies", "strength": "reference"},
            {"side": "erp", "field": "paymentTermsId", "entity": "paymentterms"},
            {"side": "erp", "field": "primaryContactId", "entity": "contacts", "strength": "weak"}
          ],
          "sides": {
            "erp": {
              "table": "Customer", "key": "id",
              "routes": [{"kind": "standard", "path": "", "set": "customers"}]
            },
            "crm": {"table": "account", "set": "accounts", "key": "accountid"}
          },
          "tags": ["master"]
        }
        """

    @Test("a manifest says what the host needs to know")
    func reading() throws {
        let manifest = try Manifest(decoding: Array(Self.text.utf8))
        #expect(manifest.entity == "customers")
        #expect(manifest.title(in: .fr) == "Clients")
        #expect(manifest.version == SemanticVersion(1, 2, 0))
        #expect(manifest.erp.routes == [ERPSide.Route(.standard, set: "customers")])
        #expect(manifest.crm == .rows(table: "account", set: "accounts", key: "accountid"))
        #expect(manifest.deletePolicy == .uncouple)
        #expect(manifest.quiet == .seconds(30))
    }

    @Test("an entity runs unless its manifest says that it is off")
    func enabled() throws {
        #expect(try Manifest(decoding: Array(Self.text.utf8)).isEnabled)
        let off = Self.text.replacing(#""tags""#, with: #""enabled": false, "tags""#)
        #expect(try !Manifest(decoding: Array(off.utf8)).isEnabled)
    }

    @Test("an entity needs those that its strong references point at, and not those of its weak ones")
    func derivedRequirements() throws {
        let manifest = try Manifest(decoding: Array(Self.text.utf8))
        #expect(manifest.requirements.map(\.entity) == ["currencies", "paymentterms"])
    }

    @Test("of twins, an entity needs the one that is there")
    func optionalRequirement() throws {
        let text = Self.text.replacing(
            #""requires": ["#, with: #""requires": [{"entity": "itemunits", "optional": true}, "#)
        let manifest = try Manifest(decoding: Array(text.utf8))
        #expect(manifest.requires.map(\.isOptional) == [true, false])
    }

    @Test("the CRM side may be the values of a choice column")
    func choice() throws {
        let text = Self.text.replacing(
            #"{"table": "account", "set": "accounts", "key": "accountid"}"#,
            with: #"{"table": "account", "choice": "paymenttermscode"}"#)
        #expect(
            try Manifest(decoding: Array(text.utf8)).crm == .choice(table: "account", attribute: "paymenttermscode"))
    }

    @Test("a manifest says which figure is on hand, and which rows tell that it moved")
    func stock() throws {
        let stock = #"""
            "stock": {"figure": "inventory", "number": "number", "name": "displayName", "unit": "baseUnitOfMeasureCode",
                      "movements": {"table": "Item Ledger Entry", "key": "id", "names": "itemNumber", "of": "number",
                                    "routes": [{"kind": "standard", "set": "itemLedgerEntries"}]}}, "tags"
            """#
        let read = try Manifest(decoding: Array(Self.text.replacing(#""tags""#, with: stock).utf8)).stock
        #expect(read?.figure == "inventory")
        #expect(read?.number == "number" && read?.name == "displayName" && read?.unit == "baseUnitOfMeasureCode")
        #expect(read?.movements?.rows.routes == [ERPSide.Route(.standard, set: "itemLedgerEntries")])
        #expect(read?.movements?.names == "itemNumber" && read?.movements?.of == "number")
        #expect(try Manifest(decoding: Array(Self.text.utf8)).stock == nil)
        let misspelt = Self.text.replacing(
            #""tags""#, with: #""stock": {"figures": "inventory", "number": "number"}, "tags""#)
        #expect(throws: ManifestError.self) { try Manifest(decoding: Array(misspelt.utf8)) }
    }

    @Test("the manifest of documents says where their lines are")
    func lines() throws {
        let lines = #"""
            "lines": {
              "erp": {"table": "Sales Line", "key": "id", "parent": "documentId", "number": "sequence",
                      "routes": [{"kind": "standard", "set": "salesOrderLines"}]},
              "crm": {"table": "salesorderdetail", "set": "salesorderdetails", "key": "salesorderdetailid", "parent": "salesorderid"},
              "totals": [{"erp": "totalAmountIncludingTax", "crm": "totalamount"}]
            }, "tags"
            """#
        let manifest = try Manifest(decoding: Array(Self.text.replacing(#""tags""#, with: lines).utf8))
        #expect(
            manifest.lines
                == DocumentLines(
                    erp: ERPSide(
                        table: "Sales Line", routes: [ERPSide.Route(.standard, set: "salesOrderLines")], key: "id"),
                    crm: .rows(table: "salesorderdetail", set: "salesorderdetails", key: "salesorderdetailid"),
                    parent: Sided(erp: "documentId", crm: "salesorderid"), number: Sided(erp: "sequence", crm: nil),
                    totals: [Sided(erp: "totalAmountIncludingTax", crm: "totalamount")]))
        #expect(try Manifest(decoding: Array(Self.text.utf8)).lines == nil)
        let parentless = lines.replacing(#""parent": "documentId", "#, with: "")
        #expect {
            _ = try Manifest(decoding: Array(Self.text.replacing(#""tags""#, with: parentless).utf8))
        } throws: { error in
            guard let error = error as? ManifestError else { return false }
            return error.path == "lines.erp" && error.cause == .missing(member: "parent")
        }
    }

    @Test("the manifest of records that a state keeps as they are says which state lets them be written")
    func states() throws {
        func manifest(_ states: String) throws -> Manifest {
            let crm = #""set": "accounts", "states": {"field": "statecode", "reason": "statuscode", "# + states + "}"
            return try Manifest(decoding: Array(Self.text.replacing(#""set": "accounts""#, with: crm).utf8))
        }
        let states = try manifest(
            #""writable": {"state": 0, "reason": 1}, "actions": {"3": {"name": "FulfillSalesOrder", "activity": "OrderClose"}}"#
        ).states
        #expect(
            states
                == RecordStates(
                    field: "statecode", reason: "statuscode", writable: (0, 1),
                    actions: [3: .init(name: "FulfillSalesOrder", activity: "OrderClose")]))
        #expect(try Manifest(decoding: Array(Self.text.utf8)).states == nil)
        for (text, path) in [
            (#""writable": {"state": 0}"#, "sides.crm.states.writable"), (#""actions": {}"#, "sides.crm.states"),
            (#""writable": {"state": 0, "reason": 1}, "actions": {"x": {}}"#, "sides.crm.states.actions"),
        ] {
            #expect { _ = try manifest(text) } throws: { ($0 as? ManifestError)?.path == path }
        }
    }

    /// A change to the manifest, and what a person reads about it.
    struct Mistake: CustomTestStringConvertible {
        var find: String
        var put: String
        var english: String
        var testDescription: String { put }
        init(_ find: String, _ put: String, _ english: String) {
            (self.find, self.put, self.english) = (find, put, english)
        }
    }

    @Test(
        "a mistake is named with its place and what to do",
        arguments: [
            Mistake(
                #""tags""#, #""tag""#,
                #"The manifest plugin.json can't be used, line 22. There is no member "tag". Did you mean "tags"?"#),
            Mistake(
                #""kind": "standard""#, #""kind": "standart""#,
                #"The manifest plugin.json can't be used, line 18, at sides.erp.routes[0].kind. "standart" is not allowed. Did you mean "standard"? Allowed: standard, custom, webService."#
            ),
            Mistake(
                #""version": "1.2.0""#, #""version": "1.2""#,
                #"The manifest plugin.json can't be used, line 4, at version. "1.2" is not allowed. Allowed: a version such as 1.0.0."#
            ),
            Mistake(
                #""name": "customers","#, "",
                #"The manifest plugin.json can't be used. The member "name" is missing. Add "name"."#),
            Mistake(
                #""protocol": [1],"#, #""protocol": [1]"#,
                "The manifest plugin.json can't be used, line 6, column 3. It is not JSON there. "
                    + "Mend the text; a missing or extra comma is the usual reason."),
            Mistake(
                #""tags": ["master"]"#, #""tags": "master""#,
                "The manifest plugin.json can't be used, line 22, at tags. The value is of another type than array. Write a value of the type array."
            ),
            Mistake(
                #""tags": ["master"]"#, #""tags": [], "tags": []"#,
                #"The manifest plugin.json can't be used, line 22. The member "tags" occurs twice. Keep one of them."#),
            Mistake(
                #""command": ["CustomersPlugin"]"#, #""command": ["../x"]"#,
                #"The manifest plugin.json can't be used, line 6, at command[0]. "../x" is not allowed. Allowed: a file in the plugin's folder."#
            ),
            Mistake(
                #""command": ["CustomersPlugin"]"#, #""command": ["/bin/sh"]"#,
                #"The manifest plugin.json can't be used, line 6, at command[0]. "/bin/sh" is not allowed. Allowed: a file in the plugin's folder."#
            ),
            Mistake(
                #""set": "accounts", "key": "accountid""#, #""set": "accounts", "choice": "x""#,
                #"The manifest plugin.json can't be used, line 20, at sides.crm. There is no member "set". Allowed are table, choice."#
            ),
        ])
    func mistakes(_ mistake: Mistake) throws {
        #expect(Self.text.contains(mistake.find))
        let text = Self.text.replacing(mistake.find, with: mistake.put)
        let error = #expect(throws: ManifestError.self) { try Manifest(decoding: Array(text.utf8)) }
        let found = try #require(error)
        #expect(ManifestSentences.sentence(found, file: "plugin.json", in: .en).line == mistake.english)
        #expect(
            ManifestSentences.sentence(found, file: "plugin.json", in: .fr).line.hasPrefix("Le manifeste plugin.json"))
    }
}
