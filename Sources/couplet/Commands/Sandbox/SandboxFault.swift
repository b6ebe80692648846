import ArgumentParser
import JSON
import RemoteSystems
import Model

/// `couplet sandbox fault`: makes the sandbox misbehave, to see how Couplet copes.
struct SandboxFault: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "fault",
            abstract: Help.said(
                "Switches a fault on, lists those that are on, or clears them.",
                "Active une panne, liste celles qui sont actives, ou les supprime."),
            discussion: Help.said(
                """
                status --code 503 --share 0.3      a share of the requests is refused
                throttle --limit 100               more requests in five minutes get 429
                dropReply --share 0.1              it is done, and the answer is lost
                landLate --seconds 30 --share 0.1  it is answered with 504, and done later
                staleReads --seconds 60            replicas lag
                rewrite --field name --rule upper  the server changes what is written
                batchPartial --operations 10       a batch is cut short
                expireTokens                       every sign-in is over
                slow --speed 20000                 bytes a second
                landTwice --share 0.1              a write is carried out twice
                lateCommit --seconds 60            a write appears later than its stamp says
                refuse --field name --text AG      a rule of the business refuses such rows
                pageChaos --kind repeat            pages: repeat, overlap, empty, loop, foreign
                revoke --as forbidden              a right is lost: forbidden, gone, empty
                corruptBody --kind truncated       answers: truncated, empty, html, binary, deep
                clockOffset --seconds 3600         the clock of a system is off
                human --side erp --table customer --field name --text "Edit #"
                                                   a person edits rows meanwhile

                Every fault takes --side, --table, --method and --times to limit it.
                """,
                """
                status --code 503 --share 0.3      une part des requêtes est refusée
                throttle --limit 100               au-delà en cinq minutes, c'est 429
                dropReply --share 0.1              c'est fait, et la réponse se perd
                landLate --seconds 30 --share 0.1  la réponse est 504, et c'est fait plus tard
                staleReads --seconds 60            les réplicas sont en retard
                rewrite --field name --rule upper  le serveur change ce qui est écrit
                batchPartial --operations 10       un lot est coupé
                expireTokens                       toutes les connexions expirent
                slow --speed 20000                 octets par seconde
                landTwice --share 0.1              une écriture est exécutée deux fois
                lateCommit --seconds 60            une écriture paraît plus tard que sa date
                refuse --field name --text AG      une règle métier refuse de telles lignes
                pageChaos --kind repeat            pages : repeat, overlap, empty, loop, foreign
                revoke --as forbidden              un droit est perdu : forbidden, gone, empty
                corruptBody --kind truncated       réponses : truncated, empty, html, binary, deep
                clockOffset --seconds 3600         l'horloge d'un système est décalée
                human --side erp --table customer --field name --text "Edit #"
                                                   une personne modifie des lignes entre-temps

                Chaque panne accepte --side, --table, --method et --times pour la limiter.
                """))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var sandbox: SandboxOptions

    @Argument(
        help: .said(
            "The fault; without it, those that are on are listed.",
            "La panne ; sans elle, celles qui sont actives sont listées."),
        completion: .list(Self.kinds))
    var kind: String?

    @Flag(help: .said("Clear every fault.", "Supprime toutes les pannes."))
    var clear = false

    @Option(help: .said("Clear the fault with this number.", "Supprime la panne de ce numéro.", valueName: "number"))
    var clearOne: Int?

    @Option(help: .said("The HTTP status.", "Le statut HTTP."))
    var code: Int?
    @Option(help: .said("Which share of the requests, from 0 to 1.", "Quelle part des requêtes, de 0 à 1."))
    var share: Double?
    @Option(help: .said("Requests in five minutes.", "Requêtes en cinq minutes."))
    var limit: Int?
    @Option(help: .said("What Retry-After says, in seconds.", "Ce que dit Retry-After, en secondes."))
    var retryAfter: Int?
    @Option(help: .said("How late, in seconds.", "Le retard, en secondes."))
    var seconds: Double?
    @Option(help: .said("The field whose values are changed.", "Le champ dont les valeurs sont changées."))
    var field: String?
    @Option(
        help: .said(
            "How values are changed: trim, upper, lower, cut (--length), fixed (--text).",
            "Comment les valeurs changent : trim, upper, lower, cut (--length), fixed (--text)."))
    var rule: String?
    @Option(help: .said("Characters that are left.", "Caractères qui restent."))
    var length: Int?
    @Option(help: .said("The text that is put in, or refused.", "Le texte qui est mis, ou refusé."))
    var text: String?
    @Option(help: .said("What the server says when it refuses.", "Ce que dit le serveur quand il refuse."))
    var message: String?
    @Option(
        name: .customLong("kind"),
        help: .said(
            "What becomes of pages (pageChaos) or of answers (corruptBody).",
            "Ce qui arrive aux pages (pageChaos) ou aux réponses (corruptBody).", valueName: "kind"))
    var sort: String?
    @Option(
        name: .customLong("as"),
        help: .said(
            "How the right is missing: forbidden, gone, empty.", "Comment le droit manque : forbidden, gone, empty.",
            valueName: "way"))
    var way: String?
    @Option(
        help: .said(
            "What the person does instead of an edit: delete.", "Ce que fait la personne au lieu de modifier : delete.")
    )
    var operation: String?
    @Option(help: .said("Operations of a batch that are carried out.", "Opérations d'un lot qui sont exécutées."))
    var operations: Int?
    @Option(help: .said("Bytes a second.", "Octets par seconde."))
    var speed: Int?
    @Option(help: .said("Only this side: erp or crm.", "Seulement ce côté : erp ou crm."))
    var side: String?
    @Option(help: .said("Only this table.", "Seulement cette table."))
    var table: String?
    @Option(help: .said("Only this method, such as PATCH.", "Seulement cette méthode, comme PATCH."))
    var method: String?
    @Option(help: .said("Strike so many times, then be over.", "Frappe tant de fois, puis cesse."))
    var times: Int?

    private static let kinds = [
        "status", "throttle", "dropReply", "landLate", "staleReads", "rewrite", "batchPartial", "expireTokens", "slow",
        "landTwice", "lateCommit", "refuse", "pageChaos", "revoke", "corruptBody", "clockOffset", "human",
    ]

    func validate() throws {
        guard let kind, !Self.kinds.contains(kind) else { return }
        let nearest = Spelling.nearest(to: kind, among: Self.kinds).map {
            Help.said("Did you mean \($0)?", "Vouliez-vous dire \($0) ?")
        }
        let all = Self.kinds.joined(separator: ", ")
        throw ValidationError(
            Help.said("There is no fault \(kind). ", "Il n'y a pas de panne \(kind). ")
                + (nearest ?? Help.said("Faults are: \(all).", "Les pannes : \(all).")))
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            try await SandboxControl.with(sandbox.files) { control in
                if clear || clearOne != nil {
                    _ = try await control.ask(.delete, "/faults" + (clearOne.map { "/\($0)" } ?? ""))
                    session.remark(session.sentences.faultsCleared)
                } else if let kind {
                    let answer = try await control.ask(.post, "/faults", body: fault(kind))
                    session.console.print(answer.line)
                } else {
                    let faults = try await control.ask(.get, "/faults").array ?? []
                    for fault in faults { session.console.print(fault.line.harmless) }
                    if faults.isEmpty { session.remark(session.sentences.noFaults) }
                }
            }
            return ExitCodes.complete
        }
    }

    /// The fault as the control reads it.
    private func fault(_ kind: String) -> JSONValue {
        let members: [(String, JSONValue?)] = [
            ("fault", .string(kind)), ("status", code.map(JSONValue.whole)), ("share", share.map { .number("\($0)") }),
            ("limit", limit.map(JSONValue.whole)), ("retryAfter", retryAfter.map(JSONValue.whole)),
            ("seconds", seconds.map { .number("\($0)") }), ("field", field.map(JSONValue.string)),
            ("rule", rule.map(JSONValue.string)), ("length", length.map(JSONValue.whole)),
            ("text", text.map(JSONValue.string)), ("operations", operations.map(JSONValue.whole)),
            ("message", message.map(JSONValue.string)), ("kind", sort.map(JSONValue.string)),
            ("as", way.map(JSONValue.string)), ("operation", operation.map(JSONValue.string)),
            ("bytesPerSecond", speed.map(JSONValue.whole)), ("side", side.map(JSONValue.string)),
            ("table", table.map(JSONValue.string)), ("method", method.map(JSONValue.string)),
            ("times", times.map(JSONValue.whole)),
        ]
        return .object(members.compactMap { name, value in value.map { JSONValue.Member(name, $0) } })
    }
}
