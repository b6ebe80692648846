package import PluginKit

/// What is decided about a code of the ERP whose values stand in a choice column of the CRM: the same for each such entity.
package struct CodeChoice: Hashable {
    /// A code that the column lacks.
    package var new: Decision.Action
    /// A label that says the same in small letters.
    package var sameLabel: Decision.Action
    /// A code that was renamed in the ERP.
    package var renamed: Decision.Action
    /// A value that only the CRM has.
    package var foreign: Decision.Action

    /// What a plugin decides about a code.
    package init(_ plugin: MapPlugin, about code: String) {
        func action(_ pair: RecordPair) -> Decision.Action { plugin.decision(about: pair).action }
        let record: Fields = ["code": .text(code)]
        new = action(.uncoupled(erp: record))
        sameLabel = action(.uncoupled(erp: record, crm: ["label": .text(code.lowercased())]))
        renamed = action(.coupled(erp: record, crm: ["label": "OLD"], changed: Sided(erp: ["code"], crm: [])))
        foreign = action(.uncoupled(crm: ["label": "Somebody’s own"]))
    }

    private init(code: String) {
        let label: Fields = ["label": .text(code)]
        new = .create(.crm, label, key: ["label"])
        sameLabel = .couple
        renamed = .update(.crm, label)
        foreign = .none
    }

    /// What is right: a new code becomes a value with the code as its label, what says the same is coupled as it is, a renamed code
    /// renames its label, and a value of the CRM alone stays there.
    package static func expected(of code: String) -> CodeChoice { CodeChoice(code: code) }
}
