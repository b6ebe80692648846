import Foundation
import Model
import PluginProtocol
import Testing

@testable import couplet

@Suite("The proposal for a new plugin")
struct PluginTemplateTests {
    private func proposal(_ erp: [FieldMetadata], _ crm: [FieldMetadata], named: [(String, String)] = []) -> [String] {
        let metadata = Sided(
            erp: SideMetadata(table: "gadgets", route: "", fields: erp),
            crm: SideMetadata(table: "new_gadget", route: "", fields: crm))
        return MapProposal(metadata, named: named).lines.map { line in
            "\(line.erp.name)=\(line.crm.name)" + (line.only.map { " to \($0.rawValue)" } ?? "")
        }
    }

    @Test("the kit that is written beside a plugin is the kit of the project")
    func kit() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("Kits/Python/couplet_plugin.py")
        #expect(PythonKit.text == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test("fields are paired by name, without the publisher's prefix and the table's name")
    func names() {
        #expect(
            proposal(
                [FieldMetadata("weight", .decimal), FieldMetadata("displayName", .text)],
                [FieldMetadata("new_weight", .decimal), FieldMetadata("new_name", .text)])
                == ["weight=new_weight", "displayName=new_name"])
        #expect(
            proposal([FieldMetadata("number", .code)], [FieldMetadata("new_gadgetnumber", .text)])
                == ["number=new_gadgetnumber to crm"])
    }

    @Test("fields of other types, and those that neither side lets be written, are not paired")
    func types() {
        #expect(proposal([FieldMetadata("weight", .decimal)], [FieldMetadata("weight", .text)]) == [])
        #expect(
            proposal(
                [FieldMetadata("balance", .decimal, isReadOnly: true)],
                [FieldMetadata("balance", .decimal, isReadOnly: true)]) == [])
    }

    @Test("a field that one side keeps to itself travels away from it")
    func readOnly() {
        #expect(
            proposal([FieldMetadata("balance", .decimal, isReadOnly: true)], [FieldMetadata("balance", .decimal)])
                == ["balance=balance to crm"])
    }

    @Test("what a person names comes first, whatever it is called")
    func named() {
        #expect(
            proposal(
                [FieldMetadata("grade", .text), FieldMetadata("name", .text)],
                [FieldMetadata("new_level", .text), FieldMetadata("name", .text)], named: [("grade", "new_level")])
                == ["grade=new_level", "name=name"])
    }
}
