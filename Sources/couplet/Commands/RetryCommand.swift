import ArgumentParser
import Coordinator
import Foundation
import Model
import SyncStore

/// `couplet retry`: runs what is left from earlier runs; with an entity, tries again what is set aside.
struct RetryCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "retry",
            abstract: Help.said(
                "Runs what failed, was blocked or never started; with an entity, tries its set-aside records again.",
                "Relance ce qui a échoué, était bloqué ou n'a pas démarré ; avec une entité, reprend ses enregistrements mis de côté."
            ),
            discussion: Help.said(
                """
                Without a name, the entities whose latest job failed, was blocked, was cut short or never started are run. \
                With a name, every record of that entity that is set aside or waits is tried again now.
                """,
                """
                Sans nom, les entités dont la dernière tâche a échoué, était bloquée, a été interrompue ou n'a pas démarré sont \
                exécutées. Avec un nom, chaque enregistrement de cette entité qui est mis de côté ou attend est repris maintenant.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said(
            "The entity whose set-aside records are tried again.",
            "L'entité dont les enregistrements mis de côté sont repris."), completion: .entities)
    var entity: String?

    @Option(
        name: .long,
        help: .said(
            "Only the record with this id; may be repeated.",
            "Seulement l'enregistrement qui a cet identifiant ; peut être répété.", valueName: "id"))
    var record: [String] = []

    func validate() throws {
        guard record.isEmpty || entity != nil else {
            throw ValidationError(
                Help.said(
                    "--record needs the entity: couplet retry ENTITY --record ID.",
                    "--record demande l'entité : couplet retry ENTITÉ --record ID."))
        }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            do {
                return try await retry(session)
            } catch PlanError.nothingSelected where entity == nil {
                // What a person hopes for, and no mistake.
                session.remark(session.sentences.nothingToRetry)
                return ExitCodes.complete
            }
        }
    }

    private func retry(_ session: Session) async throws -> ExitCode {
        let selected = RunSelection(entities: [entity ?? "retry"])
        return try await session.synchronize(selected, mode: .incremental, effect: .write, approval: .none) { host in
            guard let entity = try entity.map(session.knownEntity) else { return }
            let ids = record.isEmpty ? nil : record.map { RecordID($0.lowercased()) }
            _ = try await host.store.requestRetry(of: entity, ids: ids, at: .now)
        }
    }
}
