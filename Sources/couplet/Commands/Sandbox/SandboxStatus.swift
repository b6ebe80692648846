import ArgumentParser
import JSON
import RemoteSystems

/// `couplet sandbox status`: where the sandbox is, what it was asked, and which faults are on.
struct SandboxStatus: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status",
            abstract: Help.said(
                "Shows where the sandbox is, what it was asked, and which faults are on.",
                "Montre où est le bac à sable, ce qui lui a été demandé, et quelles pannes sont actives."))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var sandbox: SandboxOptions

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let place = try sandbox.files.place()
            let (requests, faults) = try await SandboxControl.with(sandbox.files) { control in
                (try await control.ask(.get, "/stats"), try await control.ask(.get, "/faults"))
            }
            guard !options.json else {
                let all: JSONValue = ["place": place.json, "requests": requests, "faults": faults]
                session.console.print(all.line)
                return ExitCodes.complete
            }
            for line in session.sentences.sandboxRuns(place, configuration: nil) { session.console.print(line) }
            session.console.print("")
            for line in counts(requests, session.words).lines() { session.console.print(line) }
            for fault in faults.array ?? [] { session.console.print(fault.line.harmless) }
            return ExitCodes.complete
        }
    }

    private func counts(_ requests: JSONValue, _ words: Words) -> Table {
        var table = Table(
            [Table.Column(title: words.listener)]
                + words.traffic.map { Table.Column(title: $0, alignment: .right) })
        for listener in requests.object ?? [] {
            table.append(
                [listener.name]
                    + ["requests", "bytesIn", "bytesOut", "dropped"].map { listener.value[$0]?.numberText ?? "0" })
        }
        return table
    }
}
