import Foundation
import Model
import PluginProtocol
import Testing

@testable import couplet

@Suite("The proposal for a new plugin")
struct PluginTemplateTests {
    private func proposal(
        _ erp: [FieldMetadata], _ crm: [FieldMetadata], named: [Sided<FieldName>] = []
    ) throws -> [String] {
        let metadata = Sided(
            erp: SideMetadata(table: "gadgets", route: "", fields: erp),
            crm: SideMetadata(table: "new_gadget", route: "", fields: crm))
        return try MapProposal(metadata, named: named).lines.map { line in
            "\(line.erp.name)=\(line.crm.name)" + (line.only.map { " to \($0.rawValue)" } ?? "")
        }
    }

    @Test("what is written beside a plugin are the project's own kit and schema")
    func kit() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let texts = [
            "Kits/Python/couplet_plugin.py": Embedded.pythonKit, "docs/protocol/map.schema.json": Embedded.mapSchema,
        ]
        for (path, text) in texts {
            #expect(text == (try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)))
        }
    }

    @Test("fields are paired by name, without the publisher's prefix and the table's name")
    func names() throws {
        #expect(
            try proposal(
                [FieldMetadata("weight", .decimal), FieldMetadata("displayName", .text)],
                [FieldMetadata("new_weight", .decimal), FieldMetadata("new_name", .text)])
                == ["weight=new_weight", "displayName=new_name"])
        #expect(
            try proposal([FieldMetadata("number", .code)], [FieldMetadata("new_gadgetnumber", .text)])
                == ["number=new_gadgetnumber to crm"])
    }

    @Test("people are recognised by the parts of their name together, everything else by one number or name")
    func keys() throws {
        func key(_ names: [String]) throws -> [String] {
            let fields = names.map { FieldMetadata($0, .text) }
            let metadata = Sided(
                erp: SideMetadata(table: "gadgets", route: "", fields: fields),
                crm: SideMetadata(table: "new_gadget", route: "", fields: fields))
            return try MapProposal(metadata).key.map(\.erp.name)
        }
        #expect(try key(["jobTitle", "firstName", "middleName", "lastName"]) == ["firstName", "lastName"])
        #expect(try key(["surname", "displayName", "number"]) == ["number"])
        #expect(try key(["surname", "displayName"]) == ["displayName"])
        #expect(try key(["grade", "surname"]) == ["grade"])
        #expect(try key([]) == [])
    }

    @Test("fields of other types, and those that neither side lets be written, are not paired")
    func types() throws {
        #expect(try proposal([FieldMetadata("weight", .decimal)], [FieldMetadata("weight", .text)]) == [])
        #expect(
            try proposal(
                [FieldMetadata("balance", .decimal, isReadOnly: true)],
                [FieldMetadata("balance", .decimal, isReadOnly: true)]) == [])
    }

    @Test("a field that one side keeps to itself travels away from it")
    func readOnly() throws {
        #expect(
            try proposal([FieldMetadata("balance", .decimal, isReadOnly: true)], [FieldMetadata("balance", .decimal)])
                == ["balance=balance to crm"])
    }

    @Test("what a person names comes first, whatever it is called")
    func named() throws {
        #expect(
            try proposal(
                [FieldMetadata("grade", .text), FieldMetadata("name", .text)],
                [FieldMetadata("new_level", .text), FieldMetadata("name", .text)],
                named: [Sided(erp: "grade", crm: "new_level")])
                == ["grade=new_level", "name=name"])
    }

    @Test(
        "two named fields that can't be synchronized are refused with the reason",
        arguments: [
            ("grade", "new_weight", "grade holds text, new_weight a decimal number."),
            ("ownerId", "new_level", "ownerId holds a reference, new_level text."),
            ("balance", "new_balance", "Neither balance nor new_balance can be written."),
            ("grdae", "new_level", "There is no field grdae in gadgets that can be read."),
            ("grade", "new_lvel", "There is no field new_lvel in new_gadget that can be read."),
        ])
    func unfit(erp: String, crm: String, why: String) {
        let own = [
            FieldMetadata("grade", .text), FieldMetadata("ownerId", .lookup(targets: ["Owner"])),
            FieldMetadata("balance", .decimal, isReadOnly: true),
        ]
        let others = [
            FieldMetadata("new_level", .text), FieldMetadata("new_weight", .decimal),
            FieldMetadata("new_balance", .decimal, isReadOnly: true),
        ]
        #expect { try proposal(own, others, named: [Sided(erp: erp, crm: crm)]) } throws: { error in
            guard let error = error as? PluginCommandError else { return false }
            let said = PluginWords(language: .en).sentence(error)
            return said.what == "\(erp)=\(crm) is no pair of fields." && said.why == why
        }
    }

    @Test("a field that is named twice is refused")
    func twice() throws {
        let fields = [FieldMetadata("a", .text), FieldMetadata("b", .text)]
        #expect(throws: PluginCommandError.notAPair("b=a", .twice("a"))) {
            try proposal(fields, fields, named: [Sided(erp: "a", crm: "a"), Sided(erp: "b", crm: "a")])
        }
    }

    @Test(
        "Couplet's package is named in Package.swift as Swift writes it",
        arguments: [
            ("/a \"b\"\\c", #".package(name: "couplet", path: "/a \"b\"\\c")"#, "couplet"),
            (
                "https://x.example/my.gitty.git", #".package(url: "https://x.example/my.gitty.git", branch: "main")"#,
                "my.gitty"
            ),
            ("git@x.example:couplet.git", #".package(url: "git@x.example:couplet.git", branch: "main")"#, "couplet"),
        ])
    func package(place: String, dependency: String, identity: String) throws {
        let metadata = Sided {
            SideMetadata(table: "gadgets", route: "", fields: [FieldMetadata("\($0.rawValue)", .text)])
        }
        let proposal = try MapProposal(metadata, named: [Sided(erp: "erp", crm: "crm")])
        let draft = PluginDraft(
            entity: "gadgets", proposal: proposal, metadata: metadata, erp: ("", "gadgets", "id"),
            crm: ("gadgets", "id"))
        let files = SwiftTemplate(draft: draft, package: place).files
        let text = try #require(files.first { $0.path == "Package.swift" }).text
        #expect(text.contains("dependencies: [\(dependency)]"))
        #expect(text.contains("package: \"\(identity)\")"))
    }
}
