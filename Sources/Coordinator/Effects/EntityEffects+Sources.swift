import Model
import RemoteSystems
import SyncStore

extension EntityEffects {
    /// The source of a run's nominees, prepared.
    ///
    /// A feed that leads nowhere, or too far, becomes a listing.
    func prepared(
        _ context: Context, _ report: @Sendable (RunProgress) async -> Void
    ) async throws -> sending any NomineeSource {
        let now = environment.now()
        if context.job.pass > 1 {
            let source = WaitingSource(
                reader: context.reader, limits: environment.limits,
                overlay: context.job.effect == .dryRun ? overlay : nil)
            try await source.prepare()
            return source
        }
        if context.job.mode == .selected {
            let source = SelectedSource(
                reader: context.reader, words: context.job.selection, limits: environment.limits)
            try await source.prepare()
            return source
        }
        if context.job.mode == .incremental, !context.belief.comparesContents, let erp = context.feeds.erp,
            let crm = context.feeds.crm
        {
            let source = IncrementalSource(
                reader: context.reader, movements: try await movements(of: context),
                stored: Sided(erp: erp, crm: crm), couplings: context.couplings, now: now,
                sweepInterval: environment.sweepInterval, limits: environment.limits)
            do {
                try await source.prepare()
                return source
            } catch is IncrementalSource.NeedsListing {
                // Falls through: the same code with more nominees.
            }
        }
        await report(RunProgress(.listing))
        let source = FullSource(
            reader: context.reader, couplings: context.couplings, isFirstRun: context.guards.isFirstRun,
            belief: context.belief, now: now, limits: environment.limits)
        try await source.prepare()
        return source
    }

    /// The feed of what moves figures of the entity's records; `nil` where there is none, or where the tenant lacks it.
    private func movements(of context: Context) async throws -> MovementFeed? {
        guard let declaration = context.job.movements else { return nil }
        do {
            let table = try await TableCache(environment: environment, check: check).table(
                for: declaration.table, on: .erp)
            guard table.field(declaration.names) != nil else { return nil }
            return MovementFeed(
                reader: context.reader, table: table, declaration: declaration, limits: environment.limits)
        } catch let failure as RemoteFailure where failure.problem.code == .schema {
            return nil
        }
    }

    /// What a guard asks about what a source found.
    func problem(asked situations: [Guards.Situation], _ context: Context) -> Problem? {
        for situation in situations {
            switch context.guards.verdict(on: situation) {
            case .pass, .rebase: continue
            case .ask(let problem), .refuse(let problem): return problem
            }
        }
        return nil
    }
}
