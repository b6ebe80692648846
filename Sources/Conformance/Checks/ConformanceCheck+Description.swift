import JSON
import Model
import PluginProtocol

extension ConformanceCheck {
    /// What the plugin says of itself, and whether it always says the same.
    mutating func checkDescription() {
        let question = self.question
        session { check, host in
            let first = host.call(EntityDescribe.name, question)
            let second = host.call(EntityDescribe.name, question)
            if first != second { check.broke(.describePure, "describes the same tenant in two ways") }
            guard case .success(let text)? = first, let description = try? text.decode(EntityDescription.self) else {
                return check.broke(.everyRequestAnswered, "does not describe a tenant that has all it may want")
            }
            check.description = description
            if let told = check.manifest?.deletePolicy, told != description.deletes {
                let policy = description.deletes.rawValue
                check.broke(
                    .manifestTold, "\(policy)s partners of deleted records, and its manifest says \(told.rawValue)")
            }
        }
        session { check, host in
            let text = host.call(EntityDescribe.name, question)
            if case .success(let text)? = text, let again = try? text.decode(EntityDescription.self),
                check.description != nil, again != check.description
            {
                check.broke(.describePure, "describes the same tenant in another way in another session")
            }
        }
        checkFields()
        checkReferences()
        checkPoorTenant()
    }

    private mutating func checkFields() {
        guard let description else { return }
        if let manifest, (manifest.lines == nil) != (description.lines == nil) {
            let told = manifest.lines == nil ? "describes lines" : "describes no lines"
            broke(.manifestTold, "\(told), and its manifest has \(manifest.lines == nil ? "none" : "some")")
        }
        for side in Side.allCases {
            guard let metadata = sample.lines?.metadata[side] else { continue }
            for name in description.lines?.reads[side] ?? [] where metadata[name] == nil {
                broke(.readsWhatIsThere, "reads \(side.rawValue).\(name) of the lines, which the tenant does not have")
            }
        }
        for side in Side.allCases {
            for name in description.reads[side] where sample.metadata[side][name] == nil {
                broke(.readsWhatIsThere, "reads \(side.rawValue).\(name), which the tenant does not have")
            }
        }
    }

    /// The host orders the entities by what the manifest says, before any plugin is asked.
    private mutating func checkReferences() {
        guard let description, let manifest else { return }
        for reference in description.references {
            let isTold = manifest.references.contains { told in
                told.side == reference.side && told.field == reference.field && told.entity == reference.entity
                    && (told.strength == .reference || reference.strength == .weak)
            }
            if !isTold {
                let field = "\(reference.side.rawValue).\(reference.field)"
                broke(
                    .referencesDeclared,
                    "\(field) refers to \(reference.entity) (\(reference.strength.rawValue)), and the manifest does not say so"
                )
            }
        }
    }

    private mutating func checkPoorTenant() {
        let poor = Sided { side in SideMetadata(table: sample.metadata[side].table, route: "", fields: []) }
        session { check, host in
            let answer = host.call(
                EntityDescribe.name,
                EntityDescribe.Parameters(
                    metadata: poor, config: check.sample.configuration, lines: check.sample.lines == nil ? nil : poor))
            if answer?.code != 2003 {
                check.broke(.missingFieldsRefused, "does not refuse a tenant without any field with 2003")
            }
        }
    }
}
