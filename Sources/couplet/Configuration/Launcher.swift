/// What plugins are started through.
enum Launcher: Sendable, Hashable {
    /// Nothing: they run as trusted code, with the rights of the user.
    case none
    /// bubblewrap, which takes away the network and every file that a plugin has no need of.
    case bubblewrap
    /// A command of the user's, whose words come before the plugin's own.
    case command([String])

    /// Reads the words of a setting; `nil` when it says nothing.
    init?(_ words: [String]) {
        switch words {
        case []: return nil
        case ["none"]: self = .none
        case ["bubblewrap"]: self = .bubblewrap
        default: self = .command(words)
        }
    }

    /// The words before the plugin's own; `hidden` are files that no plugin is to see.
    func words(hiding hidden: [String]) -> [String] {
        switch self {
        case .none: []
        case .bubblewrap: Bubblewrap(program: Bubblewrap.installed ?? "bwrap", hidden: hidden).words
        case .command(let words): words
        }
    }
}
