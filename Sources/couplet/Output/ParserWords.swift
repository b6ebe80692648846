import Model

/// What the parser of command lines says by itself, in French: it knows English alone.
struct ParserWords {
    private let patterns: [(english: [Substring], french: [Substring])]

    /// The words, each with `*` for what stands in between.
    init() {
        patterns = Self.texts.map { english, french in (Self.pieces(english), Self.pieces(Language.fr.pick("", french)))
        }
    }

    /// A text of the parser, line by line in French; a line that is not its own stays.
    func inFrench(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line =
                Self.heads.first { line.hasPrefix($0.english) }.map { head in
                    Language.fr.pick("", head.french) + translated(line.dropFirst(head.english.count))
                } ?? translated(line)
            for (english, french) in Self.phrases { line = line.replacing(english, with: Language.fr.pick("", french)) }
            return line
        }.joined(separator: "\n")
    }

    private func translated(_ text: Substring) -> String {
        for (english, french) in patterns {
            guard let found = Self.match(text, english) else { continue }
            return zip(french, found + [""]).map { $0 + $1 }.joined()
        }
        return String(text)
    }

    private static func pieces(_ text: String) -> [Substring] {
        text.split(separator: "*", omittingEmptySubsequences: false)
    }

    /// What stands where the pieces of a pattern are apart; `nil` when the text is another.
    private static func match(_ text: Substring, _ pieces: [Substring]) -> [Substring]? {
        guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else { return nil }
        guard pieces.count > 1 else { return text == first ? [] : nil }
        var rest = text.dropFirst(first.count)
        var found: [Substring] = []
        for piece in pieces.dropFirst().dropLast() {
            guard let range = rest.firstRange(of: piece) else { return nil }
            found.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        guard rest.hasSuffix(last) else { return nil }
        return found + [rest.dropLast(last.count)]
    }

    private static let heads: [(english: String, french: String)] = [
        ("Error: ", "Erreur : "), ("Help:  ", "Aide :  "), ("OVERVIEW: ", "APERÇU : "), ("USAGE: ", "EMPLOI : "),
        ("Usage: ", "Emploi : "), ("   or: ", "   ou : "),
    ]

    private static let phrases: [(english: String, french: String)] = [
        ("Show the version.", "Montre la version."), ("Show help information.", "Montre cette aide."),
        ("Show subcommand help information.", "Montre l'aide d'une commande."), ("(default:", "(par défaut :"),
        ("(values:", "(valeurs :"), ("; default:", " ; par défaut :"), ("<subcommand>", "<commande>"),
        (" (default)", " (par défaut)"),
    ]

    /// The longer of two that both fit comes first.
    private static let texts: [(english: String, french: String)] = [
        ("Unknown option '*'. Did you mean '*'?", "L'option * n'existe pas. Vouliez-vous dire * ?"),
        ("Unknown option '*'", "L'option * n'existe pas."),
        ("Missing value for '*' in '*'", "Il manque la valeur de * dans *."),
        ("Missing value for '*'", "Il manque la valeur de *."),
        (
            "The option '*' does not take any value, but '*' was specified.",
            "L'option * ne prend pas de valeur, mais * a été donné."
        ),
        ("Unexpected argument '*'", "L'argument * est de trop."),
        ("* unexpected arguments: '*'", "* arguments sont de trop : '*'"),
        (
            "Value to be set with flag '*' had already been set with flag '*'",
            "L'option * dit ce que * a déjà dit autrement."
        ),
        ("Missing expected argument '*'", "Il manque l'argument *."),
        ("Missing one of: '*'", "Il manque l'un de : '*'"),
        (
            "The value '*' is invalid for '*'. Please provide one of *.",
            "La valeur * ne convient pas à *. Donnez l'une de : *."
        ),
        ("The value '*' is invalid for '*'", "La valeur * ne convient pas à *."),
        ("Invalid option: *", "L'option * n'est pas valable."),
        ("Missing required subcommand.", "Il manque une commande."),
        ("Command '*' is not a parent of the current command.", "La commande * n'est pas au-dessus de celle-ci."),
        ("Can't generate completion scripts for '*'.", "Il n'y a pas de complétion pour *."),
        ("Can't autodetect a supported shell.", "L'interpréteur de commandes n'a pas été reconnu."),
        (
            "Please use --generate-completion-script=<shell> with one of:",
            "Écrivez --generate-completion-script=<interpréteur> avec l'un de :"
        ),
        ("  See '*' for more information.", "  Pour en savoir plus : *"),
        ("  See '*' for detailed help.", "  Pour l'aide d'une commande : *"),
        ("ARGUMENTS:", "ARGUMENTS :"), ("OPTIONS:", "OPTIONS :"), ("SUBCOMMANDS:", "COMMANDES :"),
        ("* SUBCOMMANDS:", "* :"),
    ]
}
