import JSON
import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityEffects {
    /// What the host knows of the entity: from the store, when neither the plugin nor the tables changed.
    func shape(
        of job: EntityJob, driver: any PluginDriver, check: EnvironmentCheck?
    ) async throws -> EntityShape {
        let cache = TableCache(environment: environment, check: check)
        async let erp = cache.table(for: job.declarations.erp, on: .erp)
        async let crm = cache.table(for: job.declarations.crm, on: .crm)
        let tables = Sided(erp: try await erp, crm: try await crm)
        let lineTables = try await lineTables(of: job, cache)
        let description = try await description(of: job, tables, lineTables, driver)
        // Only one of the two knows of lines: documents would be made without any.
        guard (lineTables == nil) == (description.lines == nil) else {
            let lacking = lineTables == nil ? "manifest" : "description"
            throw RemoteFailure(Problem(.invalidConfiguration, ["lines", lacking]))
        }
        scopes.note(description, of: job.entity)
        var reads = EntityShape.reads(of: description)
        for side in Side.allCases {
            let more = EntityShape.stateFields(of: tables, on: side) + (job.lines?.totals ?? []).map { $0[side] }
            reads[side] += more.unique().filter { !reads[side].contains($0) }
        }
        if lineTables != nil {
            for side in Side.allCases { reads[side].append(LineText.field) }
        }
        let store = environment.store
        let layouts = Sided(
            erp: try await store.layout(of: job.entity, side: .erp, fields: reads.erp),
            crm: try await store.layout(of: job.entity, side: .crm, fields: reads.crm))
        let lineLayouts = try await lineLayouts(of: job, description.lines)
        let known = try await store.layouts(of: job.entity)
        var lines: LineShape?
        if let lineTables, let lineLayouts, let described = description.lines {
            lines = LineShape(
                described, tables: lineTables, layouts: lineLayouts, known: known, totals: job.lines?.totals ?? [])
        }
        return EntityShape(
            entity: job.entity, description: description, tables: tables,
            layouts: Sided {
                FieldLayout(side: $0, id: layouts[$0], fields: reads[$0], hasher: environment.hasher)
            }, known: known, hasher: environment.hasher, lines: lines)
    }

    private func lineTables(of job: EntityJob, _ cache: TableCache) async throws -> Sided<LineTable>? {
        guard let lines = job.lines else { return nil }
        async let erp = cache.table(for: lines.tables.erp, on: .erp)
        async let crm = cache.table(for: lines.tables.crm, on: .crm)
        let tables = Sided(erp: try await erp, crm: try await crm)
        return Sided { LineTable(table: tables[$0], parent: lines.parent[$0], number: lines.number[$0]) }
    }

    private func lineLayouts(of job: EntityJob, _ lines: LinesDescription?) async throws -> Sided<FieldLayout>? {
        guard let reads = lines?.reads else { return nil }
        let erp = try await environment.store.layout(of: job.entity, side: .erp, fields: reads.erp)
        let crm = try await environment.store.layout(of: job.entity, side: .crm, fields: reads.crm)
        return Sided(
            erp: FieldLayout(side: .erp, id: erp, fields: reads.erp, hasher: environment.hasher),
            crm: FieldLayout(side: .crm, id: crm, fields: reads.crm, hasher: environment.hasher))
    }

    private func description(
        of job: EntityJob, _ tables: Sided<RemoteTable>, _ lines: Sided<LineTable>?, _ driver: any PluginDriver
    ) async throws -> EntityDescription {
        let parameters = EntityDescribe.Parameters(
            metadata: Sided { tables[$0].metadata }, config: job.config,
            lines: lines.map { lines in Sided { lines[$0].table.metadata } })
        // Kept under the settings too, and only when the plugin found nothing wrong with them: they are checked once, and
        // an entity with nothing to decide still starts no process.
        let asked = Array("checked \(job.pluginDigest)".utf8) + JSON.encode(parameters)
        let digest = environment.hasher.hash(asked).map { "\($0)" }
            .joined(separator: ".")
        if let body = try await environment.store.description(of: job.entity, digest: digest),
            let description = try? JSON.decode(EntityDescription.self, from: body)
        {
            // What can't be read any more is asked for again.
            return description
        }
        try await environment.crash(.beforeDescription)
        let description = try await driver.describe(parameters)
        try await environment.store.keepDescription(JSON.encode(description), of: job.entity, digest: digest)
        try await environment.crash(.afterDescription)
        return description
    }
}
