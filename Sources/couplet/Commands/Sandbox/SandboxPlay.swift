import ArgumentParser
import JSON
import RemoteSystems

/// `couplet sandbox play`: people in the sandbox live a day, in both systems.
struct SandboxPlay: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "play",
            abstract: Help.said(
                "Has people in the sandbox live a day of work, in both systems.",
                "Fait vivre une journée de travail aux gens du bac à sable, dans les deux systèmes."),
            discussion: Help.said(
                """
                Salespeople write quotes and orders, change, submit and cancel them; the back office ships and invoices, changes \
                prices and stock, renames and blocks. The same seed and day do the same to the same company.
                """,
                """
                Les vendeurs écrivent devis et commandes, les modifient, les soumettent, les annulent ; le back-office livre et \
                facture, change prix et stocks, renomme et bloque. La même graine et la même journée font la même chose à la même \
                société.
                """))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var sandbox: SandboxOptions

    @Argument(help: .said("The number of the day, from 1.", "Le numéro de la journée, à partir de 1."))
    var day = 1

    @Option(help: .said("How many days, one after another.", "Combien de journées, l'une après l'autre."))
    var days = 1

    @Option(help: .said("What decides by chance: a number.", "Ce qui décide du hasard : un nombre."))
    var seed = 1

    func validate() throws {
        guard day >= 1, days >= 1, seed >= 0, day <= 1_000_000, days <= 1_000_000 else {
            throw ValidationError(
                Help.said(
                    "Days are counted from 1, to a million; a seed is not negative.",
                    "Les journées se comptent de 1 à un million ; une graine n'est pas négative."))
        }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let played = try await SandboxControl.with(sandbox.files) { control in
                var played: [JSONValue] = []
                for number in day..<day + days {
                    let body: JSONValue = ["day": .whole(number), "seed": .whole(seed)]
                    let answer = try await control.ask(.post, "/play", body: body)
                    if options.json { session.console.print(answer.line) }
                    played.append(answer)
                }
                return played
            }
            guard !options.json else { return ExitCodes.complete }
            for line in report(played, PlayWords(session.sentences.language)) { session.console.print(line) }
            return ExitCodes.complete
        }
    }

    /// How many refusals are told one by one.
    private static let toldRefusals = 5

    /// What was done in all days together.
    private func report(_ played: [JSONValue], _ words: PlayWords) -> [String] {
        var table = Table([Table.Column(title: words.count, alignment: .right), Table.Column(title: words.deed)])
        for deed in PlayWords.deeds {
            let count = played.reduce(0) { $0 + ($1["done"]?[deed]?.integer ?? 0) }
            if count > 0 { table.append(["\(count)", words.text(deed)]) }
        }
        let refused = played.flatMap { $0["deeds"]?.array ?? [] }.filter { $0["status"] != nil }
        let told = refused.prefix(Self.toldRefusals).map { entry in
            let text = { (name: String) in entry[name]?.string ?? "" }
            let subject = [words.text(text("deed")), text("record")].filter { !$0.isEmpty }.joined(separator: ", ")
            return "  \(subject): \(text("message"))".harmless
        }
        return [words.played(day, days, seed: seed)] + table.lines() + [words.refused(refused.count, shown: told.count)]
            + told
            + [words.next]
    }
}
