import ArgumentParser
import Model

/// A word that stands where a command is expected and is none, with the command that was probably meant.
struct MisspeltCommand: Hashable, Sendable {
    let word: String
    let nearest: String

    /// Looks for one among the words of a command line; `nil` when every command is known, or no command is like it.
    init?(in words: [String], below command: any ParsableCommand.Type = Couplet.self) {
        let known = command.configuration.subcommands
        guard !known.isEmpty, let first = words.first, !first.hasPrefix("-") else { return nil }
        if let next = known.first(where: { Self.name($0) == first || $0.configuration.aliases.contains(first) }) {
            self.init(in: Array(words.dropFirst()), below: next)
            return
        }
        guard first != "help", let nearest = Spelling.nearest(to: first, among: known.map(Self.name)) else {
            return nil
        }
        self.init(word: first, nearest: nearest)
    }

    private init(word: String, nearest: String) {
        self.word = word
        self.nearest = nearest
    }

    private static func name(_ command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? ""
    }
}
