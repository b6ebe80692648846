package import Model
package import PluginProtocol
package import RemoteSystems

extension Manifest {
    /// Where the entity's tables may be found, as the remote systems are asked.
    package var declarations: Sided<TableDeclaration> {
        var declarations = Sided(erp: erp.declaration, crm: crm.declaration)
        declarations.crm.states = states.map { states in
            StateDeclaration(
                field: states.field, reason: states.reason, writableState: states.writable.state,
                writableReason: states.writable.reason,
                actions: states.actions.mapValues { StateDeclaration.Action(name: $0.name, activity: $0.activity) })
        }
        return declarations
    }

    /// Where the lines of its documents may be found; `nil` for an entity that has none.
    package var lineDeclarations: LineDeclarations? {
        lines.map { lines in
            LineDeclarations(
                tables: Sided(erp: lines.erp.declaration, crm: lines.crm.declaration), parent: lines.parent,
                number: lines.number, totals: lines.totals)
        }
    }

    /// The rows whose arrival changes a figure of its records; `nil` for an entity that has none.
    package var movements: MovementDeclaration? {
        stock?.movements.map { MovementDeclaration(table: $0.rows.declaration, names: $0.names, of: $0.of) }
    }
}

extension ERPSide {
    fileprivate var declaration: TableDeclaration {
        TableDeclaration(
            table: table, routes: routes.map { .init(kind: $0.kind.declared, path: $0.path, set: $0.set) }, key: key)
    }
}

extension ERPSide.Route.Kind {
    fileprivate var declared: TableDeclaration.Route.Kind {
        switch self {
        case .standard: .standard
        case .custom: .custom
        case .webService: .webService
        }
    }
}

extension CRMSide {
    fileprivate var declaration: TableDeclaration {
        switch self {
        case .rows(let table, let set, let key):
            TableDeclaration(table: table, routes: [.init(kind: .standard, path: "", set: set)], key: key)
        // The values of a choice column have no set and no key column of their own: the attribute stands for both.
        case .choice(let table, let attribute):
            TableDeclaration(
                table: table, routes: [.init(kind: .standard, path: "", set: table)], key: attribute, choice: attribute)
        }
    }
}
