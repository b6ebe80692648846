import ArgumentParser
import Model

/// The texts of help, in the language of whoever asks: both stand beside the option that they are about.
enum Help {
    /// The language; set once, by `main`, before anything is parsed.
    @TaskLocal static var language = Language.en

    /// The text in that language.
    static func said(_ english: String, _ french: String) -> String { language.pick(english, french) }
}

extension ArgumentHelp {
    /// The help of an option or argument in the language of whoever asks.
    static func said(_ english: String, _ french: String, valueName: String? = nil) -> ArgumentHelp {
        ArgumentHelp(stringLiteral: Help.said(english, french)).naming(valueName)
    }

    private func naming(_ valueName: String?) -> ArgumentHelp {
        var help = self
        help.valueName = valueName
        return help
    }
}

extension Language {
    /// The language of a command line that perhaps can't be understood: as its option says, else as the locale does.
    init(arguments: [String], environment: [String: String]) {
        let option = "--language"
        let joined = arguments.last { $0.hasPrefix(option + "=") }?.dropFirst(option.count + 1)
        let apart = arguments.firstIndex(of: option).flatMap { arguments.dropFirst($0 + 1).first }
        self =
            (joined.map(String.init) ?? apart).flatMap(Language.init(rawValue:)) ?? Language(environment: environment)
    }

    /// The language of the locale.
    init(environment: [String: String]) {
        self.init(locale: environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? "")
    }
}
